package io.deltas3proxy.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Certificates;
import io.deltas3proxy.testing.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientProxyTest {

  private static final String SIGNED = "Authorization: AWS4-HMAC-SHA256 Credential=A";
  private static final String[] OF_CLIENT = {
    SIGNED,
    "X-Amz-Date: 20260101T000000Z",
    "X-Amz-Security-Token: secret-token",
    "X-Custom: mine",
    "Cookie: mine",
    "Range: bytes=2-4"
  };

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private RawHttp proxy(String... options) throws IOException {
    return new RawHttp(start(options));
  }

  private int start(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--listen", "0", "--timeout", "5"));
    return opened(ClientProxy.start(ClientOptions.parse(all.toArray(String[]::new)), lines::add))
        .port();
  }

  private static String url(ScriptedServer server) {
    return "http://" + server.authority();
  }

  private ScriptedServer store(String body) {
    return opened(ScriptedServer.answering(asked -> ScriptedServer.ok(body)));
  }

  private ScriptedServer redirecting(String location) {
    return opened(ScriptedServer.answering(asked -> ScriptedServer.redirect(location)));
  }

  @Test
  void theUpstreamGetsTheRequestAsItWasSigned() throws IOException {
    ScriptedServer upstream = store("hello");
    RawHttp.Answer answer =
        proxy("--upstream", url(upstream))
            .get("/datalake/a%2Fb//c?x=%20y", "Host: signed.example:28080", SIGNED, "X-A:  b ");
    assertEquals(200, answer.status());
    assertEquals("hello", answer.text());
    ScriptedServer.Asked asked = upstream.asked().getFirst();
    assertEquals("/datalake/a%2Fb//c?x=%20y", asked.line().target());
    assertEquals(List.of("signed.example:28080"), asked.head().values("host"));
    assertEquals("b", asked.head().first("X-A").orElseThrow());
    assertTrue(asked.head().first("Authorization").isPresent());
  }

  @Test
  void aRedirectIsFollowedWithTheRangeAndWithoutWhatTheClientIs() throws IOException {
    ScriptedServer store =
        opened(
            ScriptedServer.answering(asked ->
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-4/10\r\n"
                    + "ETag: \"e\"\r\nContent-Length: 3\r\n\r\n\u0000\u00ff\u0001"));
    ScriptedServer upstream = redirecting(url(store) + "/b/k%2B?X-Amz-Signature=s");
    RawHttp.Answer answer =
        proxy("--upstream", url(upstream), "--store", store.authority())
            .get("/datalake/k", OF_CLIENT);
    assertEquals(206, answer.status());
    assertEquals("\u0000\u00ff\u0001", answer.bytes());
    assertEquals("bytes 2-4/10", answer.header("Content-Range").orElseThrow());
    Head head = store.asked().getFirst().head();
    assertEquals("GET /b/k%2B?X-Amz-Signature=s HTTP/1.1", head.start());
    assertEquals(
        List.of(new Head.Field("Host", store.authority()), new Head.Field("Range", "bytes=2-4")),
        head.fields());
    assertTrue(
        lines.getFirst().contains("307 206 from " + store.authority() + ", 3 bytes"),
        lines::toString);
  }

  @Test
  void whatTheUrlIsSignedWithIsSentAlong() throws IOException {
    ScriptedServer store = store("x");
    ScriptedServer upstream =
        redirecting(
            url(store)
                + "/k?X-Amz-SignedHeaders=authorization%3Bhost%3Bx-amz-checksum-mode%3B"
                + "x-amz-security-token&X-Amz-Signature=s");
    proxy("--upstream", url(upstream), "--store", "127.0.0.1")
        .get(
            "/k", SIGNED, "x-amz-checksum-mode: ENABLED", "X-Amz-Security-Token: t", "If-Match: e");
    assertEquals(
        List.of(
            new Head.Field("Host", store.authority()),
            new Head.Field("x-amz-checksum-mode", "ENABLED"),
            new Head.Field("If-Match", "e")),
        store.asked().getFirst().head().fields());
  }

  @Test
  void aStoreThatNobodyToldOfIsNotFollowedTo() throws IOException {
    ScriptedServer store = store("x");
    ScriptedServer upstream = redirecting(url(store) + "/k?X-Amz-Signature=secret");
    for (String other : List.of("example.com", "127.0.0.1:1", "*.0.0.1.x")) {
      RawHttp.Answer answer =
          proxy("--upstream", url(upstream), "--store", other).get("/k", SIGNED);
      assertEquals(403, answer.status());
      assertEquals("AccessDenied", answer.code());
      assertTrue(answer.text().contains("--store " + store.authority()), answer.text());
      assertFalse(answer.text().contains("secret"), answer.text());
    }
    assertEquals(List.of(), store.asked());
  }

  @Test
  void redirectsGoOnFiveTimes() throws IOException {
    AtomicInteger left = new AtomicInteger();
    ScriptedServer store =
        opened(
            ScriptedServer.answering(asked ->
                left.decrementAndGet() > 0
                    ? ScriptedServer.redirect("/again?" + left)
                    : ScriptedServer.ok("there")));
    ScriptedServer upstream = redirecting(url(store) + "/k");
    RawHttp proxy = proxy("--upstream", url(upstream), "--store", store.authority());
    left.set(5);
    assertEquals("there", proxy.get("/k").text());
    assertEquals("/again?1", store.asked().getLast().line().target());
    left.set(6);
    assertEquals(502, proxy.get("/k").status());
  }

  @Test
  void redirectsOfOtherStatusesAreFollowedAndThoseOfWritesAreTold() throws IOException {
    ScriptedServer store = store("x");
    AtomicInteger status = new AtomicInteger();
    ScriptedServer upstream =
        opened(
            ScriptedServer.answering(asked ->
                ScriptedServer.redirect(url(store) + "/k").replace("307", status.toString())));
    RawHttp proxy = proxy("--upstream", url(upstream), "--store", store.authority());
    for (int each : List.of(301, 302, 303, 307, 308)) {
      status.set(each);
      assertEquals("x", proxy.get("/k").text());
      assertEquals(each, proxy.send("DELETE", "/k").status());
    }
    assertEquals(5, store.asked().size());
    status.set(304);
    assertEquals(304, proxy.get("/k").status());
  }

  @Test
  void anExpiredUrlIsAskedForOnceMore() throws IOException {
    AtomicInteger expired = new AtomicInteger(1);
    String document =
        "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    ScriptedServer store =
        opened(
            ScriptedServer.answering(asked ->
                expired.getAndDecrement() > 0
                    ? ScriptedServer.ok(document).replace("200 OK", "403 Forbidden")
                    : ScriptedServer.ok("fresh")));
    ScriptedServer upstream = redirecting(url(store) + "/k");
    RawHttp proxy = proxy("--upstream", url(upstream), "--store", store.authority());
    assertEquals("fresh", proxy.get("/k").text());
    assertEquals(2, upstream.asked().size());
    expired.set(2);
    RawHttp.Answer answer = proxy.get("/k");
    assertEquals(403, answer.status());
    assertEquals(document, answer.text());
    assertEquals(4, upstream.asked().size());
  }

  @Test
  void anotherRefusalOfTheStoreIsToldAsItIs() throws IOException {
    String document = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
    ScriptedServer store =
        opened(
            ScriptedServer.answering(asked ->
                "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(document.length())
                    + "\r\n"
                    + document
                    + "\r\n0\r\n\r\n"));
    ScriptedServer upstream = redirecting(url(store) + "/k");
    RawHttp.Answer answer =
        proxy("--upstream", url(upstream), "--store", store.authority()).get("/k");
    assertEquals(403, answer.status());
    assertEquals(document, answer.text());
    assertEquals(1, upstream.asked().size());
  }

  @Test
  void aBodyThatEndsEarlyDoesNotLookWhole() throws IOException {
    ScriptedServer upstream =
        opened(
            ScriptedServer.answering(asked ->
                asked.line().target().equals("/length")
                    ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nabc"
                    : "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\nabc"));
    RawHttp proxy = proxy("--upstream", url(upstream));
    assertFalse(proxy.get("/length").whole());
    assertFalse(proxy.get("/chunks").bytes().endsWith("0\r\n\r\n"));
    assertTrue(lines.getFirst().contains("broke off"), lines::toString);
  }

  @Test
  void bodiesGoUpAsTheyWereFramed() throws IOException {
    ScriptedServer upstream = store("");
    RawHttp proxy = proxy("--upstream", url(upstream));
    String chunks = "3;chunk-signature=1\r\nabc\r\n0;chunk-signature=2\r\nx-amz-t: v\r\n\r\n";
    proxy.exchange(
        "PUT /k HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + chunks);
    assertEquals(chunks, upstream.asked().getFirst().body());
    proxy.exchange(
        "PUT /k HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nxyz");
    assertEquals("xyz", upstream.asked().getLast().body());
  }

  @Test
  void whoWaitsToBeToldToGoOnIsTold() throws IOException {
    ScriptedServer upstream = store("done");
    try (Socket client =
        new Socket(InetAddress.getLoopbackAddress(), start("--upstream", url(upstream)))) {
      client.setSoTimeout(5_000);
      write(
          client,
          "PUT /k HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue", read(client).start());
      write(client, "ok");
      assertEquals("HTTP/1.1 200 OK", read(client).start());
    }
    assertEquals("ok", upstream.asked().getFirst().body());
  }

  @Test
  void anAnswerThatComesBeforeTheBodyReachesTheClient() throws IOException {
    ScriptedServer upstream =
        opened(
            ScriptedServer.hasty(asked ->
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"));
    int port = start("--upstream", url(upstream));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(5_000);
      write(client, "PUT /k HTTP/1.1\r\nHost: a\r\nContent-Length: 90000000\r\n\r\nabc");
      assertEquals("HTTP/1.1 403 Forbidden", read(client).start());
    }
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(5_000);
      write(
          client,
          "PUT /k HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
      assertEquals("HTTP/1.1 403 Forbidden", read(client).start());
    }
  }

  @Test
  void connectionsAreUsedAgain() throws IOException {
    ScriptedServer upstream = store("x");
    try (Socket client =
        new Socket(InetAddress.getLoopbackAddress(), start("--upstream", url(upstream)))) {
      client.setSoTimeout(5_000);
      for (int i = 0; i < 3; i++) {
        write(client, "GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("1", read(client).first("Content-Length").orElseThrow());
        assertEquals('x', client.getInputStream().read());
      }
    }
    assertEquals(1, upstream.connections());
  }

  @Test
  void anAnswerWithoutALengthComesInChunks() throws IOException {
    ScriptedServer upstream =
        opened(
            ScriptedServer.answering(asked -> "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc"));
    RawHttp.Answer answer = proxy("--upstream", url(upstream)).get("/k");
    assertEquals("chunked", answer.header("Transfer-Encoding").orElseThrow());
    assertEquals("3\r\nabc\r\n0\r\n\r\n", answer.bytes());
  }

  @Test
  void itIsAProxyForTheSamePlacesOnly() throws IOException {
    ScriptedServer upstream = store("of the upstream");
    ScriptedServer store = store("of the store");
    ScriptedServer other = store("of another");
    RawHttp proxy = proxy("--upstream", url(upstream), "--store", store.authority());
    assertEquals(
        "of the upstream", proxy.get(url(upstream) + "/k", "Host: " + upstream.authority()).text());
    assertEquals("/k", upstream.asked().getFirst().line().target());
    assertEquals("of the store", proxy.get(url(store) + "/k").text());
    assertEquals(403, proxy.get(url(other) + "/k").status());
    assertEquals(403, proxy.send("CONNECT", other.authority()).status());
    assertEquals(400, proxy.send("CONNECT", "nonsense").status());
    assertEquals(List.of(), other.asked());
  }

  @Test
  void aTunnelLeadsToTheUpstream() throws IOException {
    ScriptedServer upstream = store("through");
    try (Socket client =
        new Socket(InetAddress.getLoopbackAddress(), start("--upstream", url(upstream)))) {
      client.setSoTimeout(5_000);
      write(client, "CONNECT " + upstream.authority() + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals("HTTP/1.1 200 Connection established", read(client).start());
      write(client, "GET /k HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals("HTTP/1.1 200 OK", read(client).start());
      assertEquals("through", text(client.getInputStream().readNBytes(7)));
    }
  }

  @Test
  void aVerifiedUpstreamMayNameStoresThatAreVerifiedToo(@TempDir Path directory) throws Exception {
    Certificates certificates = Certificates.make(directory.resolve("keys"), "PKCS12", "EC");
    String trusted = certificates.certificate(directory.resolve("ca.pem")).toString();
    var sockets = ServerContexts.of(certificates).getServerSocketFactory();
    ScriptedServer store =
        opened(ScriptedServer.secure(sockets, asked -> ScriptedServer.ok("verified")));
    ScriptedServer plain = store("plain");
    ScriptedServer upstream =
        opened(
            ScriptedServer.secure(
                sockets,
                asked ->
                    ScriptedServer.redirect(
                        asked.line().target().equals("/plain")
                            ? url(plain) + "/k"
                            : "https://localhost:" + store.port() + "/k")));
    String secure = "https://localhost:" + upstream.port();
    RawHttp proxy = proxy("--upstream", secure, "--ca-file", trusted);
    assertEquals("verified", proxy.get("/k", SIGNED).text());
    assertEquals(403, proxy.get("/plain", SIGNED).status());
    assertEquals(List.of(), plain.asked());
    RawHttp.Answer unknown = proxy("--upstream", secure).get("/k", SIGNED);
    assertEquals(503, unknown.status());
    assertEquals("ServiceUnavailable", unknown.code());
  }

  @Test
  void whatIsNoHttpIsRefused() throws IOException {
    ScriptedServer upstream = store("x");
    RawHttp proxy = proxy("--upstream", url(upstream));
    String head = "GET /k HTTP/1.1\r\nHost: a\r\n";
    for (String request :
        List.of(
            "nonsense\r\n\r\n",
            "GET /k HTTP/1.0\r\n\r\n",
            "GET /k HTTP/1.1\r\nno header\r\n\r\n",
            "GET /k HTTP/1.1\r\n folded: a\r\n\r\n",
            head + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            head + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
            head + "Content-Length: -1\r\n\r\n",
            head + "Transfer-Encoding: gzip, chunked\r\n\r\n",
            head + "X: " + "x".repeat(HeadReader.MOST) + "\r\n\r\n",
            "GET ftp://a/k HTTP/1.1\r\nHost: a\r\n\r\n")) {
      assertEquals(400, proxy.exchange(request).status(), request.substring(0, 10));
    }
    assertEquals(List.of(), upstream.asked());
  }

  @Test
  void anUpstreamThatIsNotThereIsSaidToBe() throws IOException {
    ScriptedServer gone = store("x");
    gone.close();
    RawHttp.Answer answer = proxy("--upstream", url(gone)).get("/k?X-Amz-Signature=secret", SIGNED);
    assertEquals(503, answer.status());
    assertTrue(answer.text().contains("cannot be reached"), answer.text());
    assertFalse(lines.toString().contains("secret"), lines::toString);
    ScriptedServer silent = opened(ScriptedServer.answering(asked -> ""));
    assertEquals(400, proxy("--upstream", url(silent)).get("/k").status());
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static Head read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    Head head = HeadReader.read(in);
    if (head == null) {
      throw new IOException("no answer");
    }
    return head;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
