package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Messages that two servers could read differently, that are too big, or that lie. */
class HttpAttackIT {

  private static final String ALLOWED = "/datalake/trades/part/london.parquet";
  private static final String HIDDEN_REQUEST =
      "GET /datalake/trades/part/paris.parquet HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir private static Path directory;
  private static AttackedLake lake;
  private static final Lines LOG = new Lines();

  /** Lines are written when a request has ended, which its client may know before. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }

    /** The next line that has this in it. */
    String next(String part) throws InterruptedException {
      while (true) {
        String line = lines.poll(10, TimeUnit.SECONDS);
        if (line == null || line.contains(part)) {
          return Objects.requireNonNull(line, "no line with " + part);
        }
      }
    }
  }

  @BeforeAll
  static void start() {
    lake = AttackedLake.empty().table("trades");
    lake.file("trades", "part/london.parquet", "XLON");
    lake.file("trades", "part/paris.parquet", "XPAR");
    lake.start(directory, "\"trades\":[{\"MIC\":\"XLON\"}]", ",\"getMode\":\"proxy\"");
    lake.warmUp("trades");
    LOG.start();
    requests().setLevel(Level.INFO);
    requests().setAdditive(false);
    requests().addAppender(LOG);
  }

  @AfterAll
  static void stop() {
    requests().detachAppender(LOG);
    requests().setAdditive(true);
    requests().setLevel(null);
    lake.close();
  }

  private static Logger requests() {
    return (Logger) LoggerFactory.getLogger("requests");
  }

  private static String get(String target, String headers) {
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
  }

  /** How many answers came before the connection ended. */
  private static int answers(Answer answer) {
    return 1 + answer.bytes().split("HTTP/1\\.1 ", -1).length - 1;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 6",
        "Content-Length: 0|Content-Length: 70",
        "Content-Length: 5, 6",
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
        "Transfer-Encoding: identity, chunked|Content-Length: 5",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer_Encoding: chunked|Transfer-Encoding: cow",
        "Content-Length : 5"
      })
  void aBodyOfTwoLengthsIsRefusedAndNothingAfterItIsHeard(String headers) {
    for (String method : List.of("GET", "PUT", "POST")) {
      lake.backend().forget();
      String head = headers.replace("|", "\r\n") + "\r\n";
      Answer answer =
          lake.http()
              .exchange(
                  get(ALLOWED, head).replaceFirst("GET", method) + "0\r\n\r\n" + HIDDEN_REQUEST);
      assertTrue(
          answer.status() >= 400 && answer.status() <= 501, () -> headers + answer.everything());
      assertEquals(1, answers(answer), () -> headers + "\n" + answer.everything());
      assertEquals(List.of(), lake.backend().askedOfData(), headers);
      AttackedLake.assertTellsNothing(answer);
    }
  }

  /** What is smuggled behind a good request is a request of its own, judged like any other. */
  @Test
  void aSecondRequestOnAConnectionIsJudgedByItself() {
    lake.backend().forget();
    Answer both =
        lake.http()
            .exchange(
                get(ALLOWED, "")
                    + get("/datalake/trades/part/paris.parquet", "Connection: close\r\n"));
    assertEquals(200, both.status());
    assertEquals(2, answers(both), both::everything);
    assertTrue(both.bytes().contains("HTTP/1.1 403"), both::bytes);
    assertEquals(
        List.of("GET " + AttackedLake.physical("trades", "part/london.parquet")),
        lake.backend().askedOfData());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET " + ALLOWED + " HTTP/1.1\nHost: x\nX: y\n\n",
        "GET " + ALLOWED + " HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET " + ALLOWED + "\r\n\r\n",
        "GET  " + ALLOWED + " x HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET " + ALLOWED + " HTTP/1.1\r\n\r\n",
        "GET " + ALLOWED + " HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET " + ALLOWED + " HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
        "GET " + ALLOWED + " HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET " + ALLOWED + " HTTP/1.1\r\nHost: x\r\nna me: y\r\n\r\n",
        "GET " + ALLOWED + " HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n",
        "GET " + ALLOWED + "#fragment HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
      })
  void brokenMessagesAre4xxWithoutAWordOfTheServer(String request) {
    lake.backend().forget();
    Answer answer = lake.http().exchange(request);
    assertTrue(answer.status() >= 400 && answer.status() <= 505, () -> request + answer);
    assertEquals(List.of(), lake.backend().askedOfData(), request);
    AttackedLake.assertTellsNothing(answer);
    assertFalse(answer.everything().toLowerCase(Locale.ROOT).contains("jetty"));
  }

  @Test
  void headersAreBounded() {
    String line = "X-Long: " + "a".repeat(8000) + "\r\n";
    Answer most = lake.http().exchange(get(ALLOWED, line.repeat(7) + "Connection: close\r\n"));
    assertEquals(200, most.status());
    Answer tooMany = lake.http().exchange(get(ALLOWED, line.repeat(9)));
    assertEquals(431, tooMany.status());
    Answer oneGreat = lake.http().exchange(get(ALLOWED, "X: " + "a".repeat(70_000) + "\r\n"));
    assertEquals(431, oneGreat.status());
    assertEquals("RequestHeaderSectionTooLarge", oneGreat.code());
    Answer longTarget = lake.http().exchange(get("/datalake/" + "a".repeat(70_000), ""));
    assertEquals(414, longTarget.status());
    for (Answer answer : List.of(tooMany, oneGreat, longTarget)) {
      AttackedLake.assertTellsNothing(answer);
      assertFalse(answer.bytes().contains("aaaa"), "nothing is repeated");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "get, 405",
    "Get, 405",
    "TRACE, 405",
    "TRACK, 405",
    "PATCH, 405",
    "CONNECT, 400",
    "PROPFIND, 405",
    "G%45T, 405",
    "PUT, 403",
    "POST, 403",
    "DELETE, 403",
    "put, 405",
    "delete, 405"
  })
  void onlyTheMethodsOfTheReadSidePass(String method, int status) {
    Answer answer = lake.denied(status, method, ALLOWED, "X-Secret: echo-me");
    assertFalse(answer.everything().contains("echo-me"), answer::everything);
  }

  @Test
  void whatAClientSendsCannotMakeALineOfTheLog() throws InterruptedException {
    String forged = "id=0 status=200 user=admin";
    lake.http().get("/datalake/trades/1%0d%0a" + forged.replace(" ", "%20"));
    lake.http().get("/datalake/trades/2%22%20user=admin%20%22");
    lake.http().get(ALLOWED + "?x-3", "User-Agent: x\u0085 " + forged);
    lake.http()
        .get(
            ALLOWED + "?x-4",
            "Authorization: AWS4-HMAC-SHA256 Credential=a\tuser=admin\"/2026/r/s3/aws4_request,"
                + " SignedHeaders=host, Signature=0123abcd");
    lake.http()
        .get(
            ALLOWED
                + "?x-5&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%0auser=admin%2F1&"
                + "X-Amz-Signature=0123abcd");
    lake.http().get(ALLOWED + "?x-6", "X-Forwarded-For: 6.6.6.6\" user=admin");
    for (String part : List.of("trades/1%0d", "trades/2%22", "x-3", "x-4", "x-5", "x-6")) {
      String line = LOG.next(part);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
      assertFalse(line.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "").contains(" user=admin"), line);
      assertFalse(line.contains("0123abcd"), "a signature in " + line);
      assertFalse(line.contains("6.6.6.6"), "a client's own word for its address: " + line);
      assertFalse(line.contains(AttackedLake.PHYSICAL), line);
    }
  }

  @Test
  void aRefusedUploadGetsNo100() {
    String request =
        String.join(
            "\r\n",
            "PUT /datalake/trades/new HTTP/1.1",
            "Host: x",
            "Content-Length: 1000000",
            "Expect: 100-continue",
            "",
            "");
    Answer answer = lake.http().exchange(request);
    assertEquals(403, answer.status());
    assertEquals("AccessDenied", answer.code());
    assertFalse(answer.everything().contains("100 Continue"));
  }

  /** Writes until it is answered, as clients do. */
  @Test
  void theRefusalOfALargeUploadReachesTheClient() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), lake.product().port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      out.write(
          "PUT /datalake/trades/new HTTP/1.1\r\nHost: x\r\nContent-Length: 52428800\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] block = new byte[64 * 1024];
      int sent = 0;
      try {
        while (sent < 52_428_800 && in.available() == 0) {
          out.write(block);
          sent += block.length;
        }
      } catch (SocketException e) {
        // Cut off while writing: what was answered must be there all the same.
        assertTrue(sent > 0);
      }
      byte[] start = in.readNBytes(12);
      assertEquals("HTTP/1.1 403", new String(start, StandardCharsets.US_ASCII));
      assertTrue(sent < 52_428_800, "the refusal came early");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/datalake/<script>alert(1)</script>",
        "/datalake/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/datalake/trades/&amp;<x/>]]>",
        "/%3C!DOCTYPE%20x%3E",
        "/datalake?prefix=%3Cscript%3E&delimiter=%3Cb%3E"
      })
  void nothingThatWasSentComesBackAsMarkup(String target) {
    Answer answer = lake.http().get(target, "Origin: https://evil.example");
    assertFalse(answer.text().matches("(?s).*<(script|x/|b>|!DOCTYPE).*"), answer::text);
    assertEquals("application/xml", answer.header("Content-Type").orElse(""));
    assertTrue(answer.header("Access-Control-Allow-Origin").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/ready",
        "/health/live",
        "/metrics",
        "/",
        "/favicon.ico",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/index.jsp",
        "/..;/WEB-INF/web.xml",
        "/%57EB-INF/web.xml",
        "/health/../datalake",
        "/metrics;x=1",
        "/health/ready/../../datalake/trades/part/x"
      })
  void pathsBesideTheBucketTellNoPlace(String target) {
    Answer answer = lake.http().get(target);
    AttackedLake.assertTellsNothing(answer);
    assertFalse(answer.text().contains("<web-app"), answer::text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get"})
  void healthAndMetricsAreOnlyRead(String method) {
    for (String target : List.of("/health/live", "/health/ready", "/metrics")) {
      Answer answer = lake.http().send(method, target, "X-Secret: echo-me");
      assertEquals(405, answer.status(), target);
      assertEquals("GET, HEAD", answer.header("Allow").orElse(""));
      assertEquals("Method Not Allowed\n", answer.text());
      assertTrue(answer.header("x-amz-request-id").isPresent(), target);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /datalake/%2e%2e/x HTTP/1.1, 400, InvalidURI",
    "GET /a b HTTP/1.1,             400, InvalidRequest",
    "GET / HTTP/9.9,                505, NotImplemented",
    "G(T / HTTP/1.1,                400, InvalidRequest"
  })
  void whatTheServerRefusesByItselfIsAnS3ErrorWithAnId(String line, int status, String code)
      throws InterruptedException {
    Answer answer = lake.http().exchange(line + "\r\nHost: x\r\nAccept: text/html\r\n\r\n");
    assertEquals(status, answer.status());
    assertEquals(code, answer.code());
    String id = answer.header("x-amz-request-id").orElseThrow();
    assertTrue(answer.text().contains("<RequestId>" + id + "</RequestId>"), answer::text);
    assertTrue(LOG.next("id=" + id).contains("status=" + status));
  }

  @Test
  void everyAnswerHasAnIdAndNoNameOfTheServer() {
    for (String target : List.of("/", ALLOWED, "/datalake/no", "/%zz", "/health/live")) {
      Answer answer = lake.http().get(target);
      assertTrue(answer.header("x-amz-request-id").isPresent(), target);
      assertTrue(answer.header("Server").isEmpty(), target);
      assertTrue(answer.header("X-Powered-By").isEmpty(), target);
    }
  }
}
