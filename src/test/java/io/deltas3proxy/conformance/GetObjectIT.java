package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class GetObjectIT {

  private static final String FILE = "/datalake/trades/02/part-1.parquet";
  private static final String FORBIDDEN = "/datalake/trades/02/part-2.parquet";

  private static SampleEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = SampleEndpoint.start();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  @BeforeEach
  void heal() {
    endpoint.store().failWith(null);
    endpoint.store().breakBodiesAfter(-1);
    endpoint.store().forgetCalls();
  }

  @Test
  void sdksReadAllowedFilesInBothStyles() {
    for (S3Client client : List.of(endpoint.pathStyleClient(), endpoint.virtualHostClient())) {
      try (client) {
        ResponseBytes<GetObjectResponse> answer =
            client.getObjectAsBytes(r -> r.bucket("datalake").key("trades/02/part-1.parquet"));
        assertEquals("london", answer.asUtf8String());
        assertEquals(6, answer.response().contentLength());
        assertEquals(MemoryObjectStore.LAST_MODIFIED, answer.response().lastModified());
        assertEquals("bytes", answer.response().acceptRanges());
        assertEquals(
            "special",
            client
                .getObjectAsBytes(r -> r.bucket("datalake").key("trades/b1/part 5+é%2F.parquet"))
                .asUtf8String());
      }
    }
  }

  @Test
  void sdksSeeWhyTheyDoNotRead() {
    try (S3Client client = endpoint.pathStyleClient()) {
      S3Exception denied =
          assertThrows(
              S3Exception.class,
              () -> client.getObject(r -> r.bucket("datalake").key("trades/02/part-2.parquet")));
      assertEquals(403, denied.statusCode());
      assertEquals("AccessDenied", denied.awsErrorDetails().errorCode());
      assertThrows(
          NoSuchKeyException.class,
          () -> client.getObject(r -> r.bucket("datalake").key("trades/02/in-no-log.parquet")));
      assertThrows(
          NoSuchBucketException.class,
          () -> client.getObject(r -> r.bucket("other").key("trades/02/part-1.parquet")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Range: bytes=0-0",
        "Range: bytes=-1",
        "Range: bytes=999-",
        "If-Match: \"x\"",
        "If-None-Match: *",
        "If-Modified-Since: Tue, 03 Feb 2037 16:45:09 GMT",
        "If-Unmodified-Since: Tue, 03 Feb 1987 16:45:09 GMT",
        "x-amz-checksum-mode: ENABLED",
        "x-proxy-auth-mode: forward",
        "User-Agent: follows-redirects"
      })
  void aForbiddenFileIs403WhateverElseIsSaid(String header) {
    for (String target :
        List.of(
            FORBIDDEN,
            FORBIDDEN + "?versionId=other",
            FORBIDDEN + "?partNumber=1".repeat(header.startsWith("Range") ? 0 : 1),
            FORBIDDEN
                + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260101"
                + "%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=00&X-Amz-Expires=9",
            "/datalake/trades/MIC=XLON/looks-allowed.parquet",
            "/datalake/trades/MIC%3DXLON/looks%2Dallowed.parquet",
            "/datalake/trades/02/unresolved.parquet",
            "/datalake/trades/_delta_index/files",
            "/datalake/secret/hidden.parquet",
            "/datalake/secret/_delta_log/00000000000000000000.json")) {
      RawHttp.Answer answer =
          header.isEmpty() ? endpoint.http().get(target) : endpoint.http().get(target, header);
      assertEquals(403, answer.status(), target);
      assertEquals("AccessDenied", answer.code());
      RawHttp.Answer head =
          header.isEmpty()
              ? endpoint.http().send("HEAD", target)
              : endpoint.http().send("HEAD", target, header);
      assertEquals(403, head.status(), target);
      assertEquals("", head.text());
    }
    assertEquals(List.of(), endpoint.store().calls());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/datalake/trades",
        "/datalake/trades/",
        "/datalake/trades/02",
        "/datalake/trades/02/",
        "/datalake/trades/02/part-1.parquet/",
        "/datalake/trades//02/part-1.parquet",
        "/datalake//trades/02/part-1.parquet",
        "/datalake/trades/02/part-1.parquet;x=1",
        "/datalake/trades/02/PART-1.parquet",
        "/datalake/Trades/02/part-1.parquet",
        "/datalake/trades2/02/part-1.parquet",
        "/datalake/trade",
        "/datalake/none/f",
        "/datalake/trades/_delta_logx/0.json",
        "/datalake/trades/_delta_log_evil/f",
        "/datalake/trades/_change_data/cdc.parquet",
        "/datalake/trades/_delta_log",
        "/datalake/trades/02%5Cpart-1.parquet",
        "/datalake/trades/02/part-1.parquet%20",
        "/datalake/trades/02/%252e%252e/02/part-1.parquet",
        "/datalake/trades/x/..;/02/part-1",
        "/datalake/trades/02/part-1.parquet%0D%0ASet-Cookie:%20a=b"
      })
  void whatNoLogKnowsIs404(String target) {
    RawHttp.Answer answer = endpoint.http().get(target);
    // Jetty refuses a segment "..;" itself.
    assertTrue(answer.status() == 404 || target.contains("..;"), target + " " + answer.status());
    assertTrue(answer.header("Set-Cookie").isEmpty());
    assertEquals(List.of(), endpoint.store().calls());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/datalake/trades/_delta_log/../02/part-2.parquet",
        "/datalake/trades/_delta_log/%2e%2e/02/part-2.parquet",
        "/datalake/trades/_delta_log/%2E%2E%2F02/part-2.parquet",
        "/datalake/trades/_delta_log/.%2e/02/part-2.parquet",
        "/datalake/trades/_delta_log%2F..%2F02/part-2.parquet",
        "/datalake/trades/_delta_log/./../02/part-2.parquet",
        "/datalake/trades/_delta_log/%00",
        "/datalake/trades/_delta_log/%c0%ae%c0%ae/02/part-2.parquet",
        "/datalake/trades/_delta_log/..;/02/part-2.parquet"
      })
  void noPathLeadsOutOfTheLog(String target) {
    assertEquals(400, endpoint.http().get(target).status());
    assertEquals(List.of(), endpoint.store().calls());
  }

  @Test
  void escapedTwiceAPathStaysInTheLog() {
    RawHttp.Answer answer =
        endpoint.http().get("/datalake/trades/_delta_log/%252e%252e/02/part-2.parquet");
    assertEquals(404, answer.status());
    assertEquals(
        List.of("get physical-lake/trades/_delta_log/%2e%2e/02/part-2.parquet"),
        endpoint.store().calls());
  }

  @Test
  void whatIsFetchedIsWhatWasJudged() {
    assertEquals("london", endpoint.http().get(FILE).text());
    assertEquals("{}", endpoint.http().get("/datalake/trades/_delta_log/_last_checkpoint").text());
    assertEquals(
        List.of(
            "get physical-lake/trades/02/part-1.parquet",
            "get physical-lake/trades/_delta_log/_last_checkpoint"),
        endpoint.store().calls());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-1,     206, lo,      bytes 0-1/6",
    "bytes=4-,      206, on,      bytes 4-5/6",
    "bytes=-2,      206, on,      bytes 4-5/6",
    "bytes=-99,     206, london,  bytes 0-5/6",
    "bytes=2-99,    206, ndon,    bytes 2-5/6",
    "'bytes=0-0,2-2', 200, london,",
    "bytes=3-1,     200, london,",
    "items=0-1,     200, london,",
    "bytes=x,       200, london,"
  })
  void rangesSelectBytes(String range, int status, String body, String contentRange) {
    RawHttp.Answer answer = endpoint.http().get(FILE, "Range: " + range);
    assertEquals(status, answer.status());
    assertEquals(body, answer.text());
    assertEquals(contentRange, answer.header("Content-Range").orElse(null));
    assertEquals(Integer.toString(body.length()), answer.header("Content-Length").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=6-", "bytes=99-100", "bytes=-0"})
  void rangesOutsideAreNotSatisfiable(String range) {
    RawHttp.Answer answer = endpoint.http().get(FILE, "Range: " + range);
    assertEquals(416, answer.status());
    assertEquals("InvalidRange", answer.code());
    assertEquals("bytes */6", answer.header("Content-Range").orElseThrow());
  }

  @Test
  void conditionsAreKept() {
    String eTag = endpoint.http().get(FILE).header("ETag").orElseThrow();
    assertEquals(200, endpoint.http().get(FILE, "If-Match: " + eTag).status());
    assertEquals(200, endpoint.http().get(FILE, "If-Match: " + eTag.replace("\"", "")).status());
    RawHttp.Answer failed = endpoint.http().get(FILE, "If-Match: \"other\"");
    assertEquals(412, failed.status());
    assertEquals("PreconditionFailed", failed.code());
    RawHttp.Answer unchanged = endpoint.http().get(FILE, "If-None-Match: " + eTag);
    assertEquals(304, unchanged.status());
    assertEquals("", unchanged.text());
    assertEquals(eTag, unchanged.header("ETag").orElseThrow());
    assertTrue(unchanged.header("x-amz-request-id").isPresent());
    assertEquals(
        304,
        endpoint.http().get(FILE, "If-Modified-Since: Tue, 03 Feb 2026 16:45:09 GMT").status());
    assertEquals(
        412,
        endpoint.http().get(FILE, "If-Unmodified-Since: Tue, 03 Feb 2026 16:45:08 GMT").status());
  }

  @Test
  void onlyTheNullVersionIsThere() {
    assertEquals(200, endpoint.http().get(FILE + "?versionId=null").status());
    RawHttp.Answer answer = endpoint.http().get(FILE + "?versionId=v2");
    assertEquals(404, answer.status());
    assertEquals("NoSuchVersion", answer.code());
  }

  @Test
  void headersOfTheObjectPassAndOthersDoNot() {
    endpoint
        .store()
        .put(
            SampleEndpoint.PHYSICAL + "/trades/_delta_log/h.json",
            new byte[] {1},
            Map.of(
                "content-type", "application/json",
                "x-amz-meta-note", "é\r\nSet-Cookie: a=b",
                "x-amz-checksum-crc32", "AAAAAA==",
                "x-amz-website-redirect-location", "/physical-lake"));
    String target = "/datalake/trades/_delta_log/h.json";
    RawHttp.Answer answer = endpoint.http().get(target);
    assertEquals("application/json", answer.header("Content-Type").orElseThrow());
    assertTrue(answer.header("x-amz-meta-note").orElseThrow().startsWith("=?UTF-8?B?"));
    assertTrue(answer.header("Set-Cookie").isEmpty());
    assertTrue(answer.header("x-amz-checksum-crc32").isEmpty());
    assertTrue(answer.header("x-amz-website-redirect-location").isEmpty());
    assertEquals(
        "AAAAAA==",
        endpoint
            .http()
            .get(target, "x-amz-checksum-mode: ENABLED")
            .header("x-amz-checksum-crc32")
            .orElseThrow());
  }

  @Test
  void sdksReadWithChecksumMode() {
    try (S3Client client = endpoint.pathStyleClient()) {
      assertEquals(
          "london",
          client
              .getObjectAsBytes(r ->
                  r.bucket("datalake")
                      .key("trades/02/part-1.parquet")
                      .checksumMode(ChecksumMode.ENABLED))
              .asUtf8String());
    }
  }

  @Test
  void signedRequestsSetHeadersOfTheAnswer() {
    try (S3Client client = endpoint.pathStyleClient()) {
      GetObjectResponse answer =
          client
              .getObjectAsBytes(r ->
                  r.bucket("datalake")
                      .key("trades/02/part-1.parquet")
                      .responseContentType("text/x-parquet")
                      .responseContentDisposition("attachment; filename=\"a.parquet\""))
              .response();
      assertEquals("text/x-parquet", answer.contentType());
      var headers = answer.sdkHttpResponse();
      assertEquals("nosniff", headers.firstMatchingHeader("X-Content-Type-Options").orElseThrow());
      assertEquals("sandbox", headers.firstMatchingHeader("Content-Security-Policy").orElseThrow());
      assertEquals("attachment; filename=\"a.parquet\"", answer.contentDisposition());
    }
    RawHttp.Answer unsigned = endpoint.http().get(FILE + "?response-content-type=text/html");
    assertEquals(400, unsigned.status());
    assertEquals("InvalidRequest", unsigned.code());
  }

  @Test
  void aBodyThatBreaksOffIsNeverAWholeAnswer() {
    byte[] large = new byte[300_000];
    endpoint
        .store()
        .put(SampleEndpoint.PHYSICAL + "/trades/_delta_log/large.json", large, Map.of());
    String target = "/datalake/trades/_delta_log/large.json";
    assertEquals(large.length, endpoint.http().get(target).bytes().length());
    for (int percent : new int[] {50, 99}) {
      endpoint.store().breakBodiesAfter(large.length / 100 * percent);
      RawHttp.Answer answer = endpoint.http().get(target);
      assertFalse(answer.whole(), percent + " %");
    }
    for (int bytes : new int[] {0, 3000}) {
      endpoint.store().breakBodiesAfter(bytes);
      RawHttp.Answer answer = endpoint.http().get(target);
      assertTrue(answer.status() == 503 || !answer.whole(), bytes + " bytes");
      assertFalse(answer.everything().contains("physical"));
    }
  }

  @Test
  void failuresOfTheStoreAreNamedAndTellNoPlace() {
    Map<StoreException, String> expected =
        Map.of(
            new StoreException.Denied("physical-bucket refuses AKIAPHYSICAL"),
            "503 ServiceUnavailable",
            new StoreException.Unavailable("physical-host is down"),
            "503 ServiceUnavailable",
            new StoreException.Throttled("physical-host"),
            "503 SlowDown",
            new StoreException.NotFound("physical-bucket/key"),
            "404 NoSuchKey");
    expected.forEach((failure, answer) -> {
      endpoint.store().failWith(failure);
      RawHttp.Answer actual = endpoint.http().get(FILE);
      assertEquals(answer, actual.status() + " " + actual.code());
      assertFalse(actual.everything().contains("physical"), actual.everything());
      assertFalse(actual.everything().contains("PHYSICAL"), actual.everything());
      String status = answer.substring(0, 3);
      RawHttp.Answer head = endpoint.http().send("HEAD", FILE);
      assertEquals(status, Integer.toString(head.status()));
      assertEquals("", head.text());
    });
  }

  @Test
  void aTableWhoseLogCannotBeReadIs503() {
    try (SampleEndpoint broken = SampleEndpoint.start()) {
      broken.indexes().breakTable("trades");
      RawHttp.Answer answer = broken.http().get(FILE);
      assertEquals("503 ServiceUnavailable", answer.status() + " " + answer.code());
      assertFalse(answer.everything().contains("physical"));
      assertTrue(broken.server().awaitLine("broken").contains("status=503"));
      assertEquals(
          200, broken.http().get("/datalake/trades/_delta_log/00000000000000000000.json").status());
    }
  }
}
