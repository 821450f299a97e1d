package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointIT {

  private static final String FILE = "/datalake/trades/02/part-1.parquet";

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
  void forget() {
    endpoint.store().forgetCalls();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /datalake/trades/02/part-1.parquet?acl,           501, NotImplemented",
    "GET,    /datalake/trades/02/part-1.parquet?torrent,       501, NotImplemented",
    "GET,    /datalake/trades/02/part-1.parquet?attributes,    501, NotImplemented",
    "GET,    /datalake/trades/02/part-1.parquet?list-type=2,   501, NotImplemented",
    "GET,    /datalake?policy,                                 501, NotImplemented",
    "GET,    /datalake?versions,                               501, NotImplemented",
    "POST,   /datalake/trades/f?select&select-type=2,          501, NotImplemented",
    "get,    /datalake/trades/02/part-1.parquet,               405, MethodNotAllowed",
    "TRACE,  /datalake/trades/02/part-1.parquet,               405, MethodNotAllowed",
    "PATCH,  /datalake/trades/02/part-1.parquet,               405, MethodNotAllowed",
    "PUT,    /datalake/trades/02/part-1.parquet,               403, AccessDenied",
    "PUT,    /datalake/trades/02/part-1.parquet?tagging,       403, AccessDenied",
    "DELETE, /datalake/trades/02/part-1.parquet,               403, AccessDenied",
    "DELETE, /datalake,                                        403, AccessDenied",
    "POST,   /datalake?delete,                                 403, AccessDenied",
    "POST,   /datalake/trades/f?uploads,                       403, AccessDenied",
    "GET,    /datalake/a?versionId=1&versionId=2,              400, InvalidArgument",
    "GET,    /datalake?max-keys=-1,                            400, InvalidArgument",
    "GET,    /other/trades/02/part-1.parquet,                  404, NoSuchBucket",
    "GET,    /other,                                           404, NoSuchBucket"
  })
  void errorsAreDocumentsOfS3(String method, String target, int status, String code) {
    RawHttp.Answer answer = endpoint.http().send(method, target);
    assertEquals(status + " " + code, answer.status() + " " + answer.code());
    assertEquals("application/xml", type(answer));
    String id = answer.header("x-amz-request-id").orElseThrow();
    assertTrue(answer.text().contains("<RequestId>" + id + "</RequestId>"));
    assertTrue(answer.header("x-amz-id-2").isPresent());
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    assertTrue(answer.text().contains("<Resource>" + path + "</Resource>"), answer.text());
    assertFalse(answer.everything().contains("physical"));
    assertEquals(List.of(), endpoint.store().calls());
  }

  private static String type(RawHttp.Answer answer) {
    return answer.header("Content-Type").orElseThrow().replaceFirst(";.*", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/datalake/trades/%zz",
        "/datalake/trades/%ff",
        "/datalake/trades/%00",
        "/datalake/../datalake/trades/02/part-1.parquet",
        "/datalake/trades/../../etc/passwd",
        "/%2e%2e/datalake",
        "/datalake/trades/%2e%2e%2fsecret/hidden.parquet"
      })
  void malformedTargetsAre400BeforeAnybodyIsAsked(String target) {
    RawHttp.Answer answer = endpoint.http().get(target);
    assertEquals(400, answer.status(), answer.text());
    assertEquals(List.of(), endpoint.store().calls());
  }

  @Test
  void anAbsoluteTargetAndTheBareHostWork() {
    String host = "127.0.0.1:" + endpoint.server().port();
    assertEquals("london", endpoint.http().get("http://" + host + FILE).text());
    assertEquals(
        "london",
        endpoint.http().get("/trades/02/part-1.parquet", "Host: datalake.localhost").text());
    assertEquals(
        403,
        endpoint.http().get("/trades/02/part-2.parquet", "Host: DATALAKE.localhost:1").status());
    assertEquals(
        "404 NoSuchBucket",
        statusAndCode(endpoint.http().get("/trades/02/part-1.parquet", "Host: lake.localhost")));
  }

  @Test
  void ambiguousFramingIsRefused() {
    String head = "PUT " + FILE + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    for (String framing :
        List.of(
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
            "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")) {
      assertEquals(400, endpoint.http().exchange(head + framing).status(), framing);
    }
  }

  @Test
  void twoCredentialsAre400() {
    RawHttp.Answer answer =
        endpoint
            .http()
            .get(
                FILE + "?X-Amz-Credential=AKID%2F20260101&X-Amz-Signature=00",
                "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260101/x/s3/aws4_request,"
                    + " SignedHeaders=host, Signature=00");
    assertEquals("400 InvalidArgument", statusAndCode(answer));
  }

  @Test
  void aTargetThatLooksLikeMarkupIsEscaped() {
    RawHttp.Answer answer = endpoint.http().get("/datalake/trades/%3Cscript%3E'\"&lt;?acl");
    assertFalse(answer.text().contains("<script"));
    assertFalse(answer.text().contains("'\""));
  }

  @Test
  void tooLongAKeyIsNamedSo() {
    String key = "/datalake/" + "a".repeat(1024);
    assertEquals("404 NoSuchKey", statusAndCode(endpoint.http().get(key)));
    assertEquals("400 KeyTooLongError", statusAndCode(endpoint.http().get(key + "a")));
  }

  @Test
  void whereWritingIsNotForbiddenItNeedsARule() {
    try (SampleEndpoint writable =
        SampleEndpoint.start(
            SampleEndpoint.settings(
                new RetrievalSettings(
                    GetMode.PROXY, false, Duration.ofMinutes(5), List.of(), List.of()),
                new CorsSettings(List.of(), Duration.ZERO),
                false,
                9))) {
      RawHttp.Answer answer = writable.http().send("PUT", FILE, "Content-Length: 0");
      assertEquals("403 AccessDenied", statusAndCode(answer));
      RawHttp.Answer other = writable.http().send("PUT", FILE + "?acl", "Content-Length: 0");
      assertEquals("501 NotImplemented", statusAndCode(other));
      assertEquals("404 NoSuchBucket", statusAndCode(writable.http().send("DELETE", "/other/k")));
      assertEquals(List.of(), writable.store().calls());
    }
  }

  @Test
  void aWriteIsRefusedBeforeItsBodyIsRead() {
    RawHttp.Answer answer =
        endpoint
            .http()
            .exchange(
                "PUT "
                    + FILE
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 52428800\r\n"
                    + "Expect: 100-continue\r\nConnection: close\r\n\r\n");
    assertEquals("403 AccessDenied", statusAndCode(answer));
  }

  @Test
  void belowAContextPathTheRestIsTheSame() {
    try (SampleEndpoint below = SampleEndpoint.startBelow("/s3")) {
      assertEquals("london", below.http().get("/s3" + FILE).text());
      assertEquals(403, below.http().get("/s3/datalake/trades/02/part-2.parquet").status());
      RawHttp.Answer list = below.http().get("/s3/datalake?list-type=2&delimiter=/");
      assertTrue(list.text().contains("<Prefix>trades/</Prefix>"));
    }
  }

  @Test
  void theLogTellsWhoAskedAndWhyItWasRefused() {
    endpoint
        .http()
        .get(
            "/datalake/trades/02/part-2.parquet",
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIDLOG/20260101/x/s3/aws4_request,"
                + " SignedHeaders=host, Signature=00");
    String line = endpoint.server().awaitLine("AKIDLOG");
    for (String part : List.of("GetObject", "trades", "AKIDLOG", "no rule allows")) {
      assertTrue(line.contains(part), line);
    }
  }

  private static String statusAndCode(RawHttp.Answer answer) {
    return answer.status() + " " + answer.code();
  }
}
