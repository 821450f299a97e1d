package io.deltas3proxy.website;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.MemoryObjectStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final Pages pages = new DirectPages();
  private final Site site = SampleSites.site(store, Documents.DEFAULTS, Routing.NONE);

  private Representation choose(String name, String accepted) throws StoreException {
    return new Negotiation(pages)
        .choose(site, pages.find(site, name).orElseThrow(), AcceptedCodings.of(accepted));
  }

  private static String header(Representation page, String name) {
    int at = page.headers().all().indexOf(name);
    return at < 0 ? "" : page.headers().all().get(at + 1);
  }

  @Test
  void twinsAreSentToThoseWhoTakeThem() throws StoreException {
    store
        .put("site/app.js", "plain")
        .put("site/app.js.br", "in br")
        .put("site/app.js.gz", "in gzip");
    Representation brotli = choose("app.js", "gzip, br");
    assertEquals(ContentCoding.BROTLI, brotli.coding());
    assertEquals("br", header(brotli, "Content-Encoding"));
    assertEquals("text/javascript; charset=utf-8", header(brotli, "Content-Type"));
    assertEquals("Accept-Encoding", header(brotli, "Vary"));
    assertEquals(5, brotli.body().length());
    assertEquals(ContentCoding.GZIP, choose("app.js", "gzip, br;q=0").coding());
    Representation plain = choose("app.js", "zstd");
    assertEquals(ContentCoding.IDENTITY, plain.coding());
    assertEquals("", header(plain, "Content-Encoding"));
    assertEquals("Accept-Encoding", header(plain, "Vary"));
    assertNotEquals(brotli.headers().eTag(), plain.headers().eTag());
    assertTrue(brotli.headers().eTag().endsWith("-br\""));
  }

  @Test
  void whatIsSmallAlreadyHasNoTwins() throws StoreException {
    store.put("site/a.jpg", "x").put("site/a.jpg.br", "y");
    Representation image = choose("a.jpg", "br");
    assertEquals(ContentCoding.IDENTITY, image.coding());
    assertFalse(header(image, "Vary").contains("Accept-Encoding"));
  }

  @Test
  void whatIsCodedAlreadyIsSentAsItIs() throws StoreException {
    store.put("site/a.css", new byte[] {1}, Map.of("content-encoding", "gzip"));
    Representation coded = choose("a.css", "br, gzip");
    assertEquals(ContentCoding.IDENTITY, coded.coding());
    assertEquals("gzip", header(coded, "Content-Encoding"));
  }

  @Test
  void headersOfTheObjectStandAboveThoseOfTheSite() throws StoreException {
    store.put(
        "site/a.html",
        new byte[] {1},
        Map.of(
            "cache-control", "max-age=1",
            "content-type", "text/plain",
            "content-language", "de",
            "x-amz-meta-owner", "somebody",
            "x-amz-storage-class", "STANDARD"));
    Representation page = choose("a.html", "");
    assertEquals("max-age=1", header(page, "Cache-Control"));
    assertEquals("text/plain", header(page, "Content-Type"));
    assertEquals("de", header(page, "Content-Language"));
    assertEquals(null, page.headers().expiresAfter());
    assertTrue(page.headers().all().stream().noneMatch(text -> text.startsWith("x-amz")));
  }

  @ParameterizedTest
  @CsvSource({
    "a.html, text/html; charset=utf-8",
    "A.PNG, image/png",
    "font.woff2, font/woff2",
    "noending, application/octet-stream",
    "x.tar.unknown, application/octet-stream",
  })
  void theNameTellsTheTypeOfWhatHasNone(String name, String type) throws StoreException {
    store.put("site/" + name, new byte[] {1}, Map.of("content-type", "binary/octet-stream"));
    assertEquals(type, header(choose(name, ""), "Content-Type"));
  }
}
