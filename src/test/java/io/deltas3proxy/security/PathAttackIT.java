package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that look like other paths than they are: what is judged is what is fetched. */
class PathAttackIT {

  private static final String FORBIDDEN = "/datalake/trades/part/paris.parquet";
  private static final String LONG_KEY = "long/" + "k".repeat(1024 - "trades/long/".length());

  @TempDir private static Path directory;
  private static AttackedLake lake;

  @BeforeAll
  static void start() {
    lake = AttackedLake.streaming(directory);
    lake.file("trades", "part/london.parquet", "XLON");
    lake.file("trades", "part/paris.parquet", "XPAR");
    lake.file("trades", "MIC=XLON/looks-allowed.parquet", "XPAR");
    lake.file("trades", "MIC=XPAR/looks-forbidden.parquet", "XLON");
    lake.file("trades", "part/a;x=1", "XLON");
    lake.file("trades", "part/a", "XPAR");
    lake.file("trades", "part/b%2Fc", "XLON");
    lake.file("trades", "part/b/c", "XPAR");
    lake.file("trades", "part/back\\slash", "XPAR");
    lake.file("trades", "part//double", "XPAR");
    lake.file("trades", "%2e%2e/x", "XPAR");
    lake.file("trades", "caf\u00e9", "XLON");
    lake.file("trades", "cafe\u0301", "XPAR");
    lake.file("trades", LONG_KEY, "XLON");
    lake.file("trades", "gone-allowed", "XLON");
    lake.file("trades", "gone-forbidden", "XPAR");
    long now = System.currentTimeMillis();
    lake.commit(
        "trades",
        HandWrittenLog.remove("gone-allowed", now),
        HandWrittenLog.remove("gone-forbidden", now));
    lake.commit(
        "trades",
        HandWrittenLog.changeData("_change_data/cdc-london", "XLON"),
        HandWrittenLog.changeData("_change_data/cdc-paris", "XPAR"));
    lake.object("trades", "_change_data/cdc-london", AttackedLake.OPEN);
    lake.object("trades", "_change_data/cdc-paris", AttackedLake.SECRET);
    for (String stray :
        List.of(
            "in-no-log",
            "_delta_logx/0.json",
            "_delta_log_evil/0.json",
            "_delta_log",
            "_delta_index/files",
            "_delta_index",
            "_change_data/in-no-log",
            "deletion_vector_00000000-0000-0000-0000-000000000000.bin",
            "_symlink_format_manifest/manifest",
            "metadata/v1.metadata.json")) {
      lake.object("trades", stray, AttackedLake.SECRET);
    }
    lake.log("trades", "00000000000000000000.crc", AttackedLake.OPEN);
    lake.log("trades", "_sidecars/x.parquet", AttackedLake.OPEN);
    lake.file("my_table", "f", "XLON");
    lake.file("my_table2", "f", "XPAR");
    lake.file("nobodys", "f", "XPAR");
    for (String table : List.of("trades", "my_table")) {
      lake.warmUp(table);
    }
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  private static void assertOpen(String target) {
    Answer answer = lake.http().get(target);
    assertEquals(200, answer.status(), () -> target + "\n" + answer.everything());
    assertEquals(AttackedLake.OPEN, answer.bytes(), target);
  }

  @Test
  void whatIsAllowedIsReadSoThatTheOtherAnswersMeanSomething() {
    assertOpen("/datalake/trades/part/london.parquet");
    assertOpen("/datalake/trades/%70art%2Flondon.parquet");
    assertOpen("/datalake/trades/_delta_log/_sidecars/x.parquet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/datalake/trades/_delta_log/../part/paris.parquet",
        "/datalake/trades/_delta_log/%2e%2e/part/paris.parquet",
        "/datalake/trades/_delta_log/%2E./part/paris.parquet",
        "/datalake/trades/_delta_log/.%2e/part/paris.parquet",
        "/datalake/trades/_delta_log%2f..%2fpart%2fparis.parquet",
        "/datalake/trades/_delta_log%2F%2e%2e%2Fpart%2Fparis.parquet",
        "/datalake/trades/_delta_log/./../part/paris.parquet",
        "/datalake/trades/_delta_log/%2e/x.json",
        "/datalake/../trades/part/paris.parquet",
        "/%2e%2e/datalake/trades/part/paris.parquet",
        "/datalake/trades/..",
        "/datalake/trades/%2e%2e/nobodys/f",
        "/datalake/trades/part/london.parquet/../paris.parquet",
        "/datalake/%2e%2e",
        "/..",
        "/."
      })
  void dotSegmentsInAnyEncodingAre400(String target) {
    lake.denied(400, "GET", target);
    assertEquals(400, lake.denied(400, "HEAD", target).status());
  }

  /** These are keys of their own, under the log or not, and no such object is there. */
  @ParameterizedTest
  @CsvSource({
    "/datalake/trades/_delta_log/%252e%252e/part/paris.parquet, 404",
    "/datalake/trades/_delta_log/..%252fpart%252fparis.parquet, 404",
    "/datalake/trades/_delta_log/..;/part/paris.parquet, 400",
    "/datalake/trades/_delta_log/..;x=1/part/paris.parquet, 400",
    "/datalake/trades/_delta_log/..%5cpart%5cparis.parquet, 404",
    "/datalake/trades/_delta_log/..\\part\\paris.parquet, 400",
    "/datalake/trades/_delta_log//../part/paris.parquet, 400",
    "/datalake/trades/_delta_log/.../part/paris.parquet, 404",
    "/datalake/trades/%252e%252e/x, 403",
    "/datalake/trades/part%5cparis.parquet, 404",
    "/datalake/trades/part\\paris.parquet, 400",
    "/datalake/trades/part/back%5cslash, 403",
    "/datalake/trades/part/back\\slash, 400",
    "/datalake/trades//part/paris.parquet, 404",
    "/datalake//trades/part/paris.parquet, 404",
    "/datalake/trades/part//paris.parquet, 404",
    "/datalake/trades/part//double, 403",
    "/datalake/trades/part%2F%2Fdouble, 403",
    "/datalake/trades/part/double, 404",
    "/datalake/trades/part/paris.parquet/, 404",
    "/datalake/trades/part/paris.parquet;x=1, 404",
    "/datalake/trades;x=1/part/london.parquet, 404",
    "/datalake/trades/part;x=1/london.parquet, 404",
    "/datalake/trades/part/b%252Fc, 200",
    "/datalake/trades/part/b%2Fc, 403",
    "/datalake/trades/part/a;x=1, 200",
    "/datalake/trades/part/a%3Bx%3D1, 200",
    "/datalake/trades/part/a, 403"
  })
  void aPathIsDecodedOnceAndTakenAsItIs(String target, int status) {
    if (status == 200) {
      assertOpen(target);
      return;
    }
    lake.backend().forget();
    Answer answer = lake.http().get(target);
    assertEquals(status, answer.status(), answer::everything);
    AttackedLake.assertTellsNothing(answer);
    assertEquals(List.of(), lake.backend().askedOfData());
    for (String asked : lake.backend().asked()) {
      assertFalse(asked.endsWith("paris.parquet") && !asked.contains("_delta_log/"), asked);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/datalake/trades/%00",
        "/datalake/trades/part/paris.parquet%00.json",
        "/datalake/trades/%ff",
        "/datalake/trades/%c0%ae%c0%ae/x",
        "/datalake/trades/%c0%afpart",
        "/datalake/trades/%ed%a0%80",
        "/datalake/trades/%",
        "/datalake/trades/%4",
        "/datalake/trades/%zz",
        "/datalake/trades/%u002e",
        "/data%2flake/x",
        "//datalake/trades/part/paris.parquet"
      })
  void whatIsNoTextOrNoBucketIs400(String target) {
    lake.denied(400, "GET", target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/datalake/trades/a%0d%0aX-Evil:1",
        "/datalake/trades/%01",
        "/datalake/trades/%7f"
      })
  void controlCharactersAreKeysThatNoLogKnows(String target) {
    Answer answer = lake.denied(404, "GET", target);
    assertTrue(answer.header("X-Evil").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "/datalake/my_table2/f, 403",
    "/datalake/my_table2/_delta_log/00000000000000000000.json, 403",
    "/datalake/nobodys/f, 403",
    "/datalake/nobodys/_delta_log/00000000000000000000.json, 403",
    "/datalake/my_tabl/f, 404",
    "/datalake/my_table%2Fx, 404",
    "/datalake/my_tablE/f, 404",
    "/datalake/My_table/f, 404",
    "/datalake/Trades/part/london.parquet, 404",
    "/datalake/trades/Part/london.parquet, 404",
    "/datalake/trades/part/LONDON.parquet, 404",
    "/datalake/trades/_Delta_log/00000000000000000000.json, 404",
    "/datalake/trades/_DELTA_LOG/00000000000000000000.json, 404",
    "/Datalake/trades/part/london.parquet, 404",
    "/physical-bucket/physical-lake/trades/part/paris.parquet, 404",
    "/datalake/physical-lake/trades/part/paris.parquet, 404",
    "/datalake/trades/cafe%CC%81, 403",
    "/datalake/, 200",
    "/datalake/trades, 404"
  })
  void namesAreComparedByteForByte(String target, int status) {
    Answer answer = lake.http().get(target);
    assertEquals(status, answer.status(), answer::everything);
    assertFalse(answer.bytes().contains(AttackedLake.SECRET));
    assertOpen("/datalake/trades/caf%C3%A9");
    assertOpen("/datalake/my_table/f");
  }

  @Test
  void aKeyOfTheGreatestLengthIsReadAndALongerOneRefused() {
    assertOpen("/datalake/trades/" + LONG_KEY);
    Answer answer = lake.denied(400, "GET", "/datalake/trades/" + LONG_KEY + "k");
    assertEquals("KeyTooLongError", answer.code());
    // Two bytes each: it is bytes that count.
    lake.denied(400, "GET", "/datalake/trades/" + "%C3%A9".repeat(509));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/datalake/trades/part/paris.parquet, 127.0.0.1",
    "http://elsewhere.example/datalake/trades/part/paris.parquet, elsewhere.example",
    "HTTP://datalake.localhost/trades/part/paris.parquet, datalake.localhost",
    "http://datalake.localhost:1/trades%2Fpart%2Fparis.parquet, datalake.localhost:1"
  })
  void theAbsoluteFormIsJudgedAlike(String target, String host) {
    lake.denied(403, "GET", target, "Host: " + host);
    // Whoever names two hosts is not heard.
    lake.denied(400, "GET", target, "Host: other.localhost");
  }

  @Test
  void theAbsoluteFormNeverMakesThisAForwardProxy() {
    String elsewhere = lake.backend().endpoint().getAuthority();
    Answer answer =
        lake.denied(404, "GET", "http://" + elsewhere + "/some-bucket/x", "Host: " + elsewhere);
    assertEquals("NoSuchBucket", answer.code());
  }

  @Test
  void theHostNamesABucketAndNoTable() {
    lake.denied(403, "GET", "/trades/part/paris.parquet", "Host: datalake.localhost");
    lake.denied(404, "GET", "/part/paris.parquet", "Host: trades.datalake.localhost");
    lake.denied(404, "GET", "/x", "Host: physical-bucket.localhost");
  }

  @Test
  void aDirectoryThatLooksAllowedOpensNothingAndOneThatLooksForbiddenClosesNothing() {
    lake.denied(403, "GET", "/datalake/trades/MIC=XLON/looks-allowed.parquet");
    lake.denied(403, "GET", "/datalake/trades/MIC%3DXLON/looks-allowed.parquet");
    assertOpen("/datalake/trades/MIC=XPAR/looks-forbidden.parquet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in-no-log",
        "_delta_logx/0.json",
        "_delta_log_evil/0.json",
        "_delta_log",
        "_change_data/in-no-log",
        "deletion_vector_00000000-0000-0000-0000-000000000000.bin",
        "_symlink_format_manifest/manifest",
        "metadata/v1.metadata.json"
      })
  void whatNoLogNamesIsNotThereAlthoughItIs(String key) {
    lake.denied(404, "GET", "/datalake/trades/" + key);
    lake.denied(404, "HEAD", "/datalake/trades/" + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_delta_index/files", "_delta_index", "_delta_index/"})
  void thePlatformsOwnIndexIsNobodys(String key) {
    lake.denied(403, "GET", "/datalake/trades/" + key);
  }

  @Test
  void removedAndChangeFilesAreJudgedByTheirOwnPartition() {
    assertOpen("/datalake/trades/gone-allowed");
    lake.denied(403, "GET", "/datalake/trades/gone-forbidden");
    assertOpen("/datalake/trades/_change_data/cdc-london");
    lake.denied(403, "GET", "/datalake/trades/_change_data/cdc-paris");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Range: bytes=0-3",
        "Range: bytes=-1",
        "Range: bytes=999999-",
        "Range: bytes=0-1,4-5",
        "Range: nonsense",
        "If-None-Match: *",
        "If-Match: \"x\"",
        "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",
        "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
        "If-Range: \"x\"",
        "x-amz-copy-source: /datalake/trades/part/london.parquet",
        "x-amz-copy-source-range: bytes=0-1",
        "x-amz-checksum-mode: ENABLED",
        "x-amz-request-payer: requester",
        "x-amz-expected-bucket-owner: 123456789012",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Host: datalake.localhost",
        "X-Original-URL: /datalake/trades/part/london.parquet",
        "X-Rewrite-URL: /datalake/trades/part/london.parquet",
        "X-HTTP-Method-Override: HEAD",
        "x-proxy-auth-mode: forward",
        "Cookie: user=admin",
        "Authorization: AWS4-HMAC-SHA256 Credential=ADMIN/20260101/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host, Signature=00",
        "Authorization: Bearer admin"
      })
  void theForbiddenStaysForbiddenWhateverAHeaderSays(String header) {
    String[] headers = header.isEmpty() ? new String[0] : new String[] {header};
    assertEquals("AccessDenied", lake.denied(403, "GET", FORBIDDEN, headers).code());
    lake.denied(403, "HEAD", FORBIDDEN, headers);
  }

  @ParameterizedTest
  @CsvSource({
    "partNumber=1, 403",
    "partNumber=2, 403",
    "versionId=null, 403",
    "versionId=abc, 403",
    "x-id=GetObject, 403",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F2&X-Amz-Signature=0, 403",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0&response-content-type=a, 400",
    "response-content-type=text/html, 400",
    "list-type=2, 501",
    "prefix=part/london.parquet, 501",
    "location, 501",
    "acl, 501",
    "acl=, 501",
    "torrent, 501",
    "policy, 501",
    "tagging, 501",
    "attributes, 501",
    "select&select-type=2, 501",
    "uploadId=1, 501",
    "versions, 501",
    "versionId=, 400",
    "versionId=a&versionId=b, 400",
    "partNumber=0, 400",
    "X-Amz-Signature=0&x-amz-signature=1, 400"
  })
  void theForbiddenStaysForbiddenWhateverTheQuerySays(String query, int status) {
    lake.denied(status, "GET", FORBIDDEN + "?" + query);
    lake.denied(status, "HEAD", FORBIDDEN + "?" + query);
  }

  @Test
  void aSlashAtTheEndOrAListingNeverBecomesARead() {
    lake.denied(404, "GET", FORBIDDEN + "/");
    lake.denied(404, "GET", FORBIDDEN + "/?x-id=GetObject");
    Answer listing = lake.http().get("/datalake?list-type=2&prefix=trades/part/paris.parquet");
    assertEquals(200, listing.status());
    assertFalse(listing.bytes().contains("<Contents>"), listing::bytes);
  }
}
