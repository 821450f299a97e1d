package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.s3.endpoint.GetMode;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

class ListObjectsV2IT {

  private static final String LOG = "trades/_delta_log/00000000000000000000.json";
  private static final String CHECKPOINT = "trades/_delta_log/_last_checkpoint";
  private static final List<String> TRADES =
      List.of(
          "trades/02/part-1.parquet",
          LOG,
          CHECKPOINT,
          "trades/b1/part 5+é%2F.parquet",
          "trades/b1/part-4.parquet");

  private final SampleEndpoint endpoint = SampleEndpoint.start();
  private final S3Client client = endpoint.pathStyleClient();

  @AfterEach
  void stop() {
    client.close();
    endpoint.close();
  }

  @Test
  void theRootShowsTheTablesThatMayBeSeen() {
    assertEquals(List.of("reference/", "trades/"), entries(list("", "/")));
    assertEquals(List.of(), endpoint.store().calls());
  }

  @Test
  void theRootWithoutDelimiterShowsAllVisibleKeysInOrder() {
    List<String> expected =
        new ArrayList<>(
            List.of("reference/_delta_log/00000000000000000000.json", "reference/a.parquet"));
    expected.addAll(TRADES);
    assertEquals(expected, entries(list("", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "trades/,            trades/02/|trades/_delta_log/|trades/b1/",
    "trades,             trades/",
    "tra,                trades/",
    "trades/0,           trades/02/",
    "trades/02/,         trades/02/part-1.parquet",
    "trades/7f/,         ''",
    "trades/7,           ''",
    "trades/MIC=,        ''",
    "trades/MIC=XLON/,   ''",
    "secret/,            ''",
    "sec,                ''",
    "other/,             ''",
    "physical-lake/,     ''",
    "trades/../secret/,  ''",
    "trades/_delta_log/../02/, ''",
    "trades/_delta_index/, ''",
    "/,                  ''",
    "trades//,           ''"
  })
  void prefixesShowDirectoriesWithSomethingToSee(String prefix, String expected) {
    assertEquals(
        expected.isEmpty() ? List.of() : List.of(expected.split("\\|", -1)),
        entries(list(prefix, "/")));
  }

  @ParameterizedTest
  @CsvSource({
    "trades/, part,      trades/02/part|trades/_delta_log/00000000000000000000.json"
        + "|trades/_delta_log/_last_checkpoint|trades/b1/part",
    "'',      a,         ra-none",
    "trades/, -,         trades/02/part-|trades/_delta_log/00000000000000000000.json"
        + "|trades/_delta_log/_last_checkpoint|trades/b1/part 5+é%2F.parquet|trades/b1/part-",
    "trades/, XLON,      all",
    "trades/, =,         all",
    "'',      s/,        reference/_delta_log/00000000000000000000.json|reference/a.parquet"
        + "|trades/",
    "'',      /_,        reference/_|reference/a.parquet|trades/02/part-1.parquet|trades/_"
        + "|trades/b1/part 5+é%2F.parquet|trades/b1/part-4.parquet"
  })
  void everyDelimiterGroupsOnlyWhatIsVisible(String prefix, String delimiter, String expected) {
    List<String> all =
        switch (expected) {
          case "all" -> TRADES;
          case "ra-none" -> List.of("reference/_delta", "reference/a", "tra");
          default -> List.of(expected.split("\\|", -1));
        };
    assertEquals(all, entries(list(prefix, delimiter)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void pagesOfAnySizeGiveTheSameKeysOnce(int size) {
    for (String delimiter : new String[] {"", "/", "-", "part"}) {
      for (String prefix : new String[] {"", "trades/", "trades/02", "trades/b1/"}) {
        List<String> whole = entries(list(prefix, delimiter));
        for (int backendPage : new int[] {1, 2, 1000}) {
          endpoint.store().pageSize(backendPage);
          assertEquals(whole, paged(prefix, delimiter, size), prefix + " by " + delimiter);
        }
        endpoint.store().pageSize(1000);
      }
    }
  }

  @Test
  void aFullPageIsTruncatedOnlyIfMoreIsVisible() {
    ListObjectsV2Response page =
        client.listObjectsV2(r -> r.bucket("datalake").prefix("trades/02/").maxKeys(1));
    assertEquals(List.of("trades/02/part-1.parquet"), entries(page));
    assertFalse(page.isTruncated());
    assertNull(page.nextContinuationToken());
    assertEquals(1, page.keyCount());
  }

  @Test
  void noKeysAreAskedOfNobody() {
    ListObjectsV2Response page = client.listObjectsV2(r -> r.bucket("datalake").maxKeys(0));
    assertEquals(0, page.keyCount());
    assertFalse(page.isTruncated());
    assertEquals(List.of(), endpoint.store().calls());
  }

  @ParameterizedTest
  @CsvSource({
    "trades/02/part-1.parquet,    4",
    "trades/02/part-1.parque,     5",
    "trades/02/part-2.parquet,    4",
    "trades/7f/,                  4",
    "trades/7f/part-3.parquet,    4",
    "trades/MIC=XLON/zzz,         4",
    "secret/hidden.parquet,       5",
    "a,                           7",
    "trades,                      5",
    "trades/,                     5",
    "tradesz,                     0",
    "zzz,                         0"
  })
  void startAfterAnywhereTellsNothing(String startAfter, int count) {
    ListObjectsV2Response page =
        client.listObjectsV2(r -> r.bucket("datalake").startAfter(startAfter));
    assertEquals(count, page.keyCount());
    assertEquals(startAfter, page.startAfter());
  }

  @Test
  void aTableOfHiddenFilesIsSkippedDirectoryByDirectory() {
    for (int i = 0; i < 500; i++) {
      endpoint.trade("hidden/" + i + ".parquet", "XPAR", "x");
    }
    endpoint.store().pageSize(10);
    endpoint.store().forgetCalls();
    assertEquals(TRADES, entries(list("trades/", "")));
    assertTrue(endpoint.store().calls().size() < 10, endpoint.store().calls().toString());
  }

  @Test
  void pagesWithNothingToSeeMakeProgressUnderABound() {
    try (SampleEndpoint bounded = SampleEndpoint.start(SampleEndpoint.settings(GetMode.PROXY, 3));
        S3Client reader = bounded.pathStyleClient()) {
      // Hidden among visible ones of the same directory, none of them can be skipped.
      for (int i = 0; i < 200; i++) {
        bounded.trade("02/part-1-" + i + ".parquet", "XPAR", "x");
      }
      bounded.store().pageSize(10);
      List<String> found = new ArrayList<>();
      String token = null;
      int requests = 0;
      boolean emptyPage = false;
      do {
        String from = token;
        bounded.store().forgetCalls();
        ListObjectsV2Response page =
            reader.listObjectsV2(
                r -> r.bucket("datalake").prefix("trades/").maxKeys(2).continuationToken(from));
        assertTrue(bounded.store().calls().size() <= 3);
        emptyPage |= page.keyCount() == 0;
        found.addAll(entries(page));
        token = page.nextContinuationToken();
        requests++;
      } while (token != null);
      assertEquals(TRADES, found);
      assertTrue(emptyPage && requests > 5, requests + " requests");
    }
  }

  @Test
  void tokensTellNothingAndOpenForTheSameQuestionAlone() {
    String token = nextToken("/datalake?list-type=2&max-keys=1&prefix=trades/");
    String start = "/datalake?list-type=2&max-keys=1&continuation-token=";
    assertEquals(200, endpoint.http().get(start + token + "&prefix=trades/").status());
    assertEquals(
        200, endpoint.http().get(start + token + "&prefix=trades/&start-after=x").status());
    char other = token.charAt(30) == 'A' ? 'B' : 'A';
    for (String target :
        List.of(
            start + token,
            start + token + "&prefix=trades/0",
            start + token + "&prefix=trades/&delimiter=/",
            start + token.substring(0, 30) + other + token.substring(31) + "&prefix=trades/",
            start + token.substring(0, 20) + "&prefix=trades/",
            start + "AQ&prefix=trades/",
            start + "trades%2F02&prefix=trades/",
            start + "%0A&prefix=trades/",
            start + "A".repeat(9000) + "&prefix=trades/",
            start + "&prefix=trades/")) {
      RawHttp.Answer answer = endpoint.http().get(target);
      assertEquals("400 InvalidArgument", answer.status() + " " + answer.code(), target);
    }
  }

  @Test
  void tokensOfShortAndLongKeysHaveOneLength() {
    String shortKey = nextToken("/datalake?list-type=2&max-keys=1&delimiter=/");
    String longKey = nextToken("/datalake?list-type=2&max-keys=1&prefix=trades/");
    assertEquals(shortKey.length(), longKey.length());
  }

  @Test
  void sdksListInVirtualHostStyleAndByPaginator() {
    try (S3Client host = endpoint.virtualHostClient()) {
      List<String> keys =
          host
              .listObjectsV2Paginator(r -> r.bucket("datalake").prefix("trades/").maxKeys(2))
              .contents()
              .stream()
              .map(S3Object::key)
              .toList();
      assertEquals(TRADES, keys);
    }
  }

  @Test
  void encodedKeysAreDecodedByClients() {
    RawHttp.Answer answer =
        endpoint
            .http()
            .get("/datalake?list-type=2&encoding-type=url&prefix=trades/b1/part%205&delimiter=%25");
    assertTrue(answer.text().contains("<EncodingType>url</EncodingType>"));
    assertTrue(answer.text().contains("<Prefix>trades/b1/part%205</Prefix>"));
    assertTrue(answer.text().contains("<Delimiter>%25</Delimiter>"));
    assertTrue(answer.text().contains("<Prefix>trades/b1/part%205%2B%C3%A9%25</Prefix>"));
  }

  @Test
  void theOwnerIsNeutralAndOnDemand() {
    assertFalse(endpoint.http().get("/datalake?list-type=2").text().contains("<Owner>"));
    String text = endpoint.http().get("/datalake?list-type=2&fetch-owner=true").text();
    assertTrue(text.contains("<Owner><ID>delta-s3-proxy</ID>"));
    assertFalse(text.contains("physical"));
  }

  @Test
  void aTableWhoseLogCannotBeReadIsShownButNotListed() {
    endpoint.indexes().breakTable("trades");
    assertEquals(List.of("reference/", "trades/"), entries(list("", "/")));
    for (String query : List.of("prefix=trades/", "prefix=trades/&delimiter=/", "prefix=")) {
      RawHttp.Answer answer = endpoint.http().get("/datalake?list-type=2&" + query);
      assertEquals("503 ServiceUnavailable", answer.status() + " " + answer.code(), query);
      assertFalse(answer.everything().contains("physical"));
    }
    assertEquals(List.of(LOG, CHECKPOINT), entries(list("trades/_delta_log/", "/")));
  }

  private String nextToken(String target) {
    String text = endpoint.http().get(target).text();
    int start = text.indexOf("<NextContinuationToken>") + "<NextContinuationToken>".length();
    return text.substring(start, text.indexOf("</NextContinuationToken>"));
  }

  private ListObjectsV2Response list(String prefix, String delimiter) {
    return client.listObjectsV2(
        r -> r.bucket("datalake").prefix(prefix).delimiter(delimiter.isEmpty() ? null : delimiter));
  }

  private List<String> paged(String prefix, String delimiter, int size) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket("datalake")
            .prefix(prefix)
            .delimiter(delimiter.isEmpty() ? null : delimiter)
            .maxKeys(size)
            .build();
    List<String> all = new ArrayList<>();
    for (ListObjectsV2Response page : client.listObjectsV2Paginator(request)) {
      assertTrue(page.keyCount() <= size);
      all.addAll(entries(page));
    }
    return all;
  }

  /** Keys and common prefixes together, in order. */
  private static List<String> entries(ListObjectsV2Response page) {
    List<String> entries = new ArrayList<>();
    page.contents().stream().map(S3Object::key).forEach(entries::add);
    page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(entries::add);
    entries.sort(io.deltas3proxy.storage.KeyOrder.UTF_8);
    return entries;
  }
}
