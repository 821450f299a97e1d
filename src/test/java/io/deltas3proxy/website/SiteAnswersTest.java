package io.deltas3proxy.website;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.website.Redirection.Replacement;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteAnswersTest {

  private static final Documents WITH_ERROR = new Documents("index.html", "404.html", false, true);
  private static final Documents LISTED = new Documents("index.html", null, true, true);

  private final MemoryObjectStore store =
      new MemoryObjectStore()
          .put("site/index.html", "root")
          .put("site/404.html", "lost")
          .put("site/docs/index.html", "docs")
          .put("site/files/a.txt", "a")
          .put("site/files/b/c.txt", "c")
          .put("site/_proxy/x", "not a page")
          .put("secret.txt", "of nobody");

  private final SiteAnswers answers = new SiteAnswers(new DirectPages(), "/context");

  private Answer answer(Site site, String name) throws StoreException {
    return answers.answer(site, name, "");
  }

  private Answer answer(Documents documents, String name) throws StoreException {
    return answer(SampleSites.site(store, documents, Routing.NONE), name);
  }

  private Answer answer(String name, RoutingRule... rules) throws StoreException {
    return answer(SampleSites.site(store, WITH_ERROR, new Routing(null, List.of(rules))), name);
  }

  private static void assertPage(String name, int status, Answer answer) {
    Answer.Document document = assertInstanceOf(Answer.Document.class, answer);
    assertEquals(name, document.page().name());
    assertEquals(status, document.status());
  }

  @Test
  void directoriesAreTheirIndexes() throws StoreException {
    assertPage("index.html", 200, answer(WITH_ERROR, ""));
    assertPage("docs/index.html", 200, answer(WITH_ERROR, "docs/"));
    assertPage("files/a.txt", 200, answer(WITH_ERROR, "files/a.txt"));
  }

  @Test
  void aDirectoryWithoutItsSlashIsRedirected() throws StoreException {
    assertEquals(new Answer.Redirect(302, "/context/docs/"), answer(WITH_ERROR, "docs"));
    assertPage("404.html", 404, answer(WITH_ERROR, "files"));
    assertEquals(new Answer.Redirect(302, "/context/files/"), answer(LISTED, "files"));
  }

  @Test
  void whatIsMissingIsTheErrorDocument() throws StoreException {
    assertPage("404.html", 404, answer(WITH_ERROR, "nothing"));
    assertEquals(new Answer.Refusal(404), answer(Documents.DEFAULTS, "nothing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_proxy/x", "/index.html", "//evil.example.com", "/"})
  void someNamesAreNeverPages(String name) throws StoreException {
    assertEquals(new Answer.Refusal(404), answer(Documents.DEFAULTS, name));
    assertEquals(List.of(), store.calls());
  }

  @Test
  void namesThatAreTooLongAreNotLookedFor() throws StoreException {
    assertEquals(new Answer.Refusal(404), answer(Documents.DEFAULTS, "x".repeat(1020)));
    assertEquals(new Answer.Refusal(404), answer(Documents.DEFAULTS, "ü".repeat(600)));
    assertEquals(List.of(), store.calls());
    assertEquals(new Answer.Refusal(404), answer(Documents.DEFAULTS, "x".repeat(1015)));
    assertEquals(1, store.calls().size(), "there is no room for an index below it");
  }

  @Test
  void whatTheStoreRefusesIsForbidden() throws StoreException {
    store.failWith(new StoreException.Denied("AccessDenied"));
    assertEquals(new Answer.Refusal(403), answer(WITH_ERROR, "docs/"));
  }

  @Test
  void aStoreThatFailsIsNoMissingPage() {
    store.failWith(new StoreException.Unavailable("down"));
    assertThrows(StoreException.Unavailable.class, () -> answer(WITH_ERROR, "docs/"));
  }

  @Test
  void aPageMaySayThatItIsElsewhere() throws StoreException {
    String header = "x-amz-website-redirect-location";
    store
        .put("site/moved", new byte[0], Map.of(header, "/docs/"))
        .put("site/away", new byte[0], Map.of(header, "https://example.com/x?y"))
        .put("site/odd", new byte[0], Map.of(header, "javascript:alert(1)"));
    assertEquals(new Answer.Redirect(301, "/context/docs/"), answer(WITH_ERROR, "moved"));
    assertEquals(new Answer.Redirect(301, "https://example.com/x?y"), answer(WITH_ERROR, "away"));
    assertPage("odd", 200, answer(WITH_ERROR, "odd"));
  }

  private static Redirection to(@Nullable String host, Replacement replacement) {
    return new Redirection(null, host, replacement, 301);
  }

  @Test
  void rulesForAllAreFollowedFirst() throws StoreException {
    RoutingRule rule =
        new RoutingRule("docs/", OptionalInt.empty(), to(null, new Replacement.Prefix("files/")));
    assertEquals(new Answer.Redirect(301, "/context/files/a.txt"), answer("docs/a.txt", rule));
    assertPage("index.html", 200, answer("", rule));
  }

  @Test
  void rulesForErrorsAreFollowedInsteadOfThem() throws StoreException {
    RoutingRule rule =
        new RoutingRule(
            "files/", OptionalInt.of(404), to("old.example.com", new Replacement.None()));
    assertPage("files/a.txt", 200, answer("files/a.txt", rule));
    assertEquals(
        new Answer.Redirect(301, "//old.example.com/files/n%C3%A4"), answer("files/nä", rule));
    assertPage("404.html", 404, answer("else", rule));
  }

  @ParameterizedTest
  @CsvSource({
    "docs/, x/, docs/a, /context/x/a",
    "docs/, '', docs//evil.example.com, /context/evil.example.com",
    "'', y/, a?b, /context/y/a%3Fb",
  })
  void aPrefixIsReplaced(String prefix, String replaced, String name, String location)
      throws StoreException {
    RoutingRule rule =
        new RoutingRule(prefix, OptionalInt.empty(), to(null, new Replacement.Prefix(replaced)));
    assertEquals(new Answer.Redirect(301, location), answer(name, rule));
  }

  @Test
  void allOfASiteMayBeElsewhere() throws StoreException {
    Redirection all = new Redirection("https", "example.com:8443", new Replacement.None(), 308);
    Site site = SampleSites.site(store, WITH_ERROR, new Routing(all, List.of()));
    assertEquals(new Answer.Redirect(308, "https://example.com:8443/docs/"), answer(site, "docs/"));
    assertEquals(List.of(), store.calls());
  }

  @Test
  void aDirectoryIsListedWhereTheSiteSaysSo() throws StoreException {
    Directory files = assertInstanceOf(Answer.Listing.class, answer(LISTED, "files/")).directory();
    assertEquals(
        List.of("a.txt", "b/"), files.entries().stream().map(Directory.Entry::name).toList());
    assertPage("docs/index.html", 200, answer(LISTED, "docs/"));
    assertEquals(new Answer.Refusal(404), answer(LISTED, "nothing/"));
    assertEquals(new Answer.Refusal(404), answer(Documents.DEFAULTS, "files/"));
  }

  @Test
  void aListingGoesOnInPages() throws StoreException {
    store.pageSize(1);
    Site site = SampleSites.site(store, LISTED, Routing.NONE);
    Directory first = assertInstanceOf(Answer.Listing.class, answer(site, "files/")).directory();
    Directory second =
        assertInstanceOf(
                Answer.Listing.class, answers.answer(site, "files/", first.next().orElseThrow()))
            .directory();
    assertEquals(List.of("b/"), second.entries().stream().map(Directory.Entry::name).toList());
  }
}
