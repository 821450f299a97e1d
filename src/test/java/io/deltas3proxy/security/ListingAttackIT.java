package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.Listing;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings show what may be read and nothing else, whatever is asked, and come to an end. */
class ListingAttackIT {

  private static final String CROWDED = "my_table";
  private static final int HIDDEN_FILES = 5000;

  /** Keys, first the allowed ones. */
  private static final List<String> ALLOWED =
      List.of(
          "MIC=XLON/a.parquet",
          "mixed/open.parquet",
          "mixed/\u00e9 +%2F&<\u0001>\".parquet",
          "z/deep/er/open.parquet");

  private static final List<String> HIDDEN =
      List.of(
          "MIC=XPAR/secret-1.parquet",
          "MIC=XPAR/deep/secret-2.parquet",
          "hidden-directory/secret-3.parquet",
          "mixed/secret-4.parquet",
          "mixed/secret-sub/secret-5.parquet",
          "z/deep/er/secret-6.parquet",
          "zz-secret-7.parquet");

  @TempDir private static Path directory;
  private static AttackedLake lake;

  @BeforeAll
  static void start() {
    lake =
        AttackedLake.empty()
            .lookingEvery(60_000)
            .table("trades")
            .table("reference")
            .table(CROWDED)
            .table("nobodys");
    ALLOWED.forEach(key -> lake.file("trades", key, "XLON"));
    HIDDEN.forEach(key -> lake.file("trades", key, "XPAR"));
    lake.object("trades", "stray/secret-8.parquet", AttackedLake.SECRET);
    lake.object("trades", "_delta_index/secret-9", AttackedLake.SECRET);
    lake.object("trades", "_delta_logx/secret-10", AttackedLake.SECRET);
    lake.object("nobodys", "secret-11", AttackedLake.SECRET);
    lake.file("reference", "r.parquet", "XPAR");
    List<String> commit = new ArrayList<>();
    for (int i = 0; i < HIDDEN_FILES; i++) {
      // Some in one great directory, some in many small ones, around the three that are shown.
      String key = i % 2 == 0 ? "bulk/secret-%05d" : "d%05d/secret";
      commit.add(HandWrittenLog.add(key.formatted(i), "XPAR"));
      lake.object(CROWDED, key.formatted(i), AttackedLake.SECRET);
    }
    for (String key : List.of("bulk/secret-02000-open", "d02500/open", "zzz-open")) {
      commit.add(HandWrittenLog.add(key, "XLON"));
      lake.object(CROWDED, key, AttackedLake.OPEN);
    }
    lake.commit(CROWDED, commit.toArray(String[]::new));
    lake.start(
        directory,
        "\"trades\":[{\"MIC\":\"XLON\"}],\"reference\":[{}],\"my_table\":[{\"MIC\":\"XLON\"}]",
        ",\"getMode\":\"proxy\"");
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  private static boolean isShown(String key) {
    return !key.startsWith("nobodys")
        && (key.startsWith("trades/_delta_log/")
            || key.startsWith("reference/")
            || key.startsWith(CROWDED + "/_delta_log/")
            || ALLOWED.stream().anyMatch(allowed -> key.equals("trades/" + allowed))
            || Set.of(
                    CROWDED + "/bulk/secret-02000-open",
                    CROWDED + "/d02500/open",
                    CROWDED + "/zzz-open")
                .contains(key));
  }

  private static void assertShowsOnlyTheAllowed(Listing listing, String question) {
    for (String key : listing.keys()) {
      // What XML cannot hold is replaced, unless the encoding is asked for.
      assertTrue(isShown(key.replace('\uFFFD', '\u0001')), () -> question + " shows " + key);
    }
    for (String prefix : listing.prefixes()) {
      assertFalse(
          prefix.matches(".*(XPAR|hidden|stray|_delta_index|_delta_logx|nobodys|secret-sub).*"),
          () -> question + " shows " + prefix);
    }
    assertEquals(listing.keys().size(), new TreeSet<>(listing.keys()).size(), question);
    assertEquals(listing.prefixes().size(), new TreeSet<>(listing.prefixes()).size(), question);
  }

  @Test
  void aCrawlerNeverSeesAForbiddenKey() {
    List<String> prefixes =
        List.of(
            "",
            "trades",
            "trades/",
            "trades/M",
            "trades/MIC=X",
            "trades/MIC=XPAR/",
            "trades/MIC=XPAR/secret-1.parquet",
            "trades/hidden-directory/",
            "trades/hidden",
            "trades/mixed/",
            "trades/mixed/s",
            "trades/mixed/secret-sub/",
            "trades/zz",
            "trades/_delta",
            "trades/_delta_log",
            "trades/_delta_log/",
            "trades/_delta_index/",
            "trades/stray/",
            "nobodys/",
            "/",
            "//",
            "trades/../nobodys/",
            "trades/mixed/../",
            "elsewhere/",
            AttackedLake.PHYSICAL + "/");
    List<String> delimiters = List.of("", "/", "secret", "e", "XPAR");
    for (String prefix : prefixes) {
      // The crowded table is crawled by few questions, since each looks at thousands of keys.
      for (String delimiter : prefix.length() < 2 ? List.of("", "/", "secret") : delimiters) {
        String query =
            "prefix=" + Listing.encoded(prefix) + "&delimiter=" + Listing.encoded(delimiter);
        Listing second = Listing.allPages(lake.http(), query);
        assertCrawled(second, delimiter, query);
        Listing first = Listing.allMarkedPages(lake.http(), query);
        assertEquals(second, first, query);
        if (prefix.startsWith("trades/") && delimiter.length() < 2) {
          assertEquals(second, Listing.allPages(lake.http(), query + "&max-keys=3"), query);
          assertEquals(second, Listing.allMarkedPages(lake.http(), query + "&max-keys=3"), query);
        }
      }
    }
  }

  /** A group that a delimiter makes is part of a key that is shown. */
  private static void assertCrawled(Listing listing, String delimiter, String query) {
    if (delimiter.equals("/")) {
      assertShowsOnlyTheAllowed(listing, query);
      return;
    }
    listing
        .keys()
        .forEach(key ->
            assertTrue(isShown(key.replace('\uFFFD', '\u0001')), () -> query + " shows " + key));
    for (String prefix : listing.prefixes()) {
      String shown = prefix.replace('\uFFFD', '\u0001');
      boolean known =
          ALLOWED.stream().anyMatch(key -> ("trades/" + key).startsWith(shown))
              || shown.startsWith("trades/_delta_log/")
              || "trades/_delta_log/".startsWith(shown)
              || shown.startsWith(CROWDED + "/_delta_log/")
              || (CROWDED + "/_delta_log/").startsWith(shown)
              || (CROWDED + "/bulk/secret-02000-open").startsWith(shown)
              || (CROWDED + "/d02500/open").startsWith(shown)
              || (CROWDED + "/zzz-open").startsWith(shown)
              || shown.startsWith("reference/")
              || "reference/".startsWith(shown);
      assertTrue(known, () -> query + " shows the group " + prefix);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trades/MIC=XPAR/",
        "trades/MIC=XPAR/secret-1.parquet",
        "trades/MIC=XPAR/zzz",
        "trades/hidden-directory/secret",
        "trades/mixed/secret-4.parquet",
        "nobodys/secret-11",
        "a",
        "trades/",
        "trades0"
      })
  void startingAnywhereShowsTheAllowedBehindIt(String from) {
    for (String delimiter : List.of("", "/")) {
      String query = "prefix=trades/&delimiter=" + delimiter;
      Listing all = Listing.allPages(lake.http(), query);
      String start = Listing.encoded(from);
      Listing behind = Listing.allPages(lake.http(), query + "&start-after=" + start);
      Listing marked = Listing.allMarkedPages(lake.http(), query + "&marker=" + start);
      assertShowsOnlyTheAllowed(behind, from);
      assertEquals(all.keys().stream().filter(k -> k.compareTo(from) > 0).toList(), behind.keys());
      assertEquals(
          all.prefixes().stream().filter(p -> p.compareTo(from) > 0).toList(), behind.prefixes());
      assertEquals(behind.keys(), marked.keys());
    }
  }

  @Test
  void threeFilesAmongThousandsOfHiddenOnesAreAllFound() {
    List<String> expected =
        List.of(
            CROWDED + "/_delta_log/00000000000000000000.json",
            CROWDED + "/_delta_log/00000000000000000001.json",
            CROWDED + "/bulk/secret-02000-open",
            CROWDED + "/d02500/open",
            CROWDED + "/zzz-open");
    String query = "prefix=" + CROWDED + "/";
    lake.backend().forget();
    assertEquals(expected, Listing.allPages(lake.http(), query).keys());
    long pages = lake.backend().asked().stream().filter(line -> line.startsWith("LIST")).count();
    assertTrue(pages < 20, () -> pages + " pages of the backend were asked for");
    assertEquals(expected, Listing.allMarkedPages(lake.http(), query).keys());
    assertEquals(expected, Listing.allPages(lake.http(), query + "&max-keys=1").keys());
    assertEquals(
        List.of(CROWDED + "/_delta_log/", CROWDED + "/bulk/", CROWDED + "/d02500/"),
        Listing.allPages(lake.http(), query + "&delimiter=/").prefixes());
  }

  @Test
  void aPageWithoutAnythingToSeeSaysWhereItGoesOnAndNothingMore() throws Exception {
    try (AttackedLake bounded = AttackedLake.empty().table("trades")) {
      List<String> commit = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        // Each beside an allowed one, so that no directory can be passed over.
        String key = "d/" + (i == 2999 ? "z-open" : "secret-%05d".formatted(i));
        commit.add(HandWrittenLog.add(key, i == 2999 ? "XLON" : "XPAR"));
        bounded.object("trades", key, AttackedLake.SECRET);
      }
      bounded.commit("trades", commit.toArray(String[]::new));
      bounded.start(
          directory,
          "\"trades\":[{\"MIC\":\"XLON\"}]",
          ",\"getMode\":\"proxy\",\"listing\":{\"maxBackendPages\":1}");
      Answer first = bounded.http().get("/datalake?list-type=2&prefix=trades/d/");
      Listing page = Listing.page(first);
      assertEquals(List.of(), page.keys());
      assertFalse(first.everything().contains("secret"), first::everything);
      String token = page.next().orElseThrow();
      assertFalse(
          new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1)
              .contains("secret"));
      Answer marked = bounded.http().get("/datalake?prefix=trades/d/");
      assertFalse(marked.everything().contains("secret"), marked::everything);
      assertEquals(
          List.of("trades/d/z-open"), Listing.allPages(bounded.http(), "prefix=trades/d/").keys());
      assertEquals(
          List.of("trades/d/z-open"),
          Listing.allMarkedPages(bounded.http(), "prefix=trades/d/").keys());
    }
  }

  private static String token(String query, String... headers) {
    Answer answer = lake.http().get("/datalake?list-type=2&max-keys=1&" + query, headers);
    return Listing.page(answer).next().orElseThrow();
  }

  @Test
  void tokensOpenForTheSameQuestionAlone() {
    String credential =
        "Authorization: AWS4-HMAC-SHA256 Credential=ALICE/20260101/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host, Signature=00";
    String token = token("prefix=trades/", credential);
    String same = "/datalake?list-type=2&prefix=trades/&continuation-token=" + token;
    assertEquals(200, lake.http().get(same, credential).status());
    for (String other :
        List.of("prefix=", "prefix=reference/", "prefix=trades", "prefix=trades/&delimiter=/")) {
      Answer answer =
          lake.http()
              .get("/datalake?list-type=2&" + other + "&continuation-token=" + token, credential);
      assertEquals(400, answer.status(), other);
      assertEquals("InvalidArgument", answer.code());
    }
    assertNotEquals(token, token("prefix=trades/", credential));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trades/MIC=XPAR/",
        "AAAA",
        "====",
        "AQ",
        "x",
        "%00",
        "../..",
        "\u00e9",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void forgedTokensAre400(String token) {
    lake.denied(
        400,
        "GET",
        "/datalake?list-type=2&prefix=trades/&continuation-token=" + Listing.encoded(token));
    Answer marker =
        lake.http()
            .get("/datalake?prefix=trades/&marker=delta-s3-proxy-marker:" + Listing.encoded(token));
    assertEquals(400, marker.status());
  }

  @Test
  void aTokenWithOneOtherCharacterIs400() {
    String token = token("prefix=trades/");
    for (int i = 0; i < token.length(); i += 17) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String forged = token.substring(0, i) + other + token.substring(i + 1);
      assertEquals(
          400,
          lake.http()
              .get("/datalake?list-type=2&prefix=trades/&continuation-token=" + forged)
              .status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "max-keys=-1, 400",
    "max-keys=x, 400",
    "max-keys=, 400",
    "max-keys=99999999999, 400",
    "max-keys=%2B5, 400",
    "max-keys=1&max-keys=2, 400",
    "list-type=1, 400",
    "list-type=, 400",
    "encoding-type=gzip, 400",
    "list-type=2&continuation-token=, 400",
    "prefix=%ff, 400",
    "prefix=%00, 400",
    "versions, 501",
    "uploads, 501",
    "acl, 501",
    "unknown=1, 501"
  })
  void whatIsNoListingIsRefused(String query, int status) {
    lake.denied(status, "GET", "/datalake?" + query);
  }

  @Test
  void theNumberOfKeysIsBounded() {
    Answer none = lake.http().get("/datalake?list-type=2&prefix=trades/&max-keys=0");
    assertEquals(List.of(), Listing.page(none).keys());
    Answer many = lake.http().get("/datalake?list-type=2&prefix=trades/&max-keys=1000000000");
    assertTrue(many.text().contains("<MaxKeys>1000</MaxKeys>"), many::text);
    assertTrue(Listing.page(many).keys().contains("trades/MIC=XLON/a.parquet"));
  }

  @Test
  void strangeKeysComeBackWhole() {
    Answer answer = lake.http().get("/datalake?list-type=2&prefix=trades/mixed/&encoding-type=url");
    String encoded = Listing.page(answer).keys().getFirst();
    Answer object = lake.http().get("/datalake/" + Listing.page(answer).keys().getLast());
    assertEquals(List.of("trades/mixed/open.parquet"), List.of(encoded));
    assertEquals(200, object.status());
    assertEquals(AttackedLake.OPEN, object.bytes());
    // Asked for as they are, they still make a document.
    assertEquals(
        2,
        Listing.page(lake.http().get("/datalake?list-type=2&prefix=trades/mixed/")).keys().size());
  }

  @Test
  void nothingInAListingTellsOfPlacesOrOwners() {
    Answer answer = lake.http().get("/datalake?list-type=2&prefix=trades/mix&fetch-owner=true");
    AttackedLake.assertTellsNothing(answer);
    assertFalse(answer.text().contains(HandWrittenLog.metadata("", "", "", "")));
    AttackedLake.assertTellsNothing(lake.http().get("/"));
    AttackedLake.assertTellsNothing(lake.http().get("/datalake?location"));
    assertEquals(
        List.of(CROWDED + "/", "reference/", "trades/"),
        Listing.allPages(lake.http(), "delimiter=/").prefixes());
  }

  @Test
  void aListingOfWhatIsHiddenLooksLikeOneOfWhatIsNotThere() {
    for (String prefix : List.of("trades/MIC=XPAR/", "trades/hidden-directory/", "nobodys/")) {
      String shown = lake.http().get("/datalake?list-type=2&prefix=" + prefix).text();
      String missing = lake.http().get("/datalake?list-type=2&prefix=no-such/").text();
      assertEquals(missing.replace("no-such/", prefix), shown);
    }
  }
}
