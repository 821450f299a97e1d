package io.deltas3proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FilteredServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLogFilterTest {

  /** Ten milliseconds pass between two looks. */
  private final AtomicLong nanos = new AtomicLong();

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final FilteredServer server =
      new FilteredServer(
          new Speaking(),
          List.of(
              new RequestLogFilter(
                  () -> nanos.addAndGet(10_000_000), lines::add, TrustedProxies.NONE)));
  private final HttpClient client = HttpClient.newHttpClient();

  /** Fills the context in, or fails after the answer has begun. */
  private static final class Speaking extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      RequestContext context = RequestContext.of(request);
      if (request.getRequestURI().equals("/breaks")) {
        response.setContentLength(10);
        response.getOutputStream().write(1);
        response.flushBuffer();
        context.addBytesSent(1);
        throw new IOException("the store broke off");
      }
      context.operation("GetObject");
      context.table("trades");
      context.user("AKIA\r\nstatus=200");
      context.denial("partition (\"MIC\") is hidden");
      context.addBytesSent(7);
      response.setStatus(403);
    }
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aLineSaysWhoAskedWhatAndHowItEnded() throws Exception {
    HttpResponse<String> response = get("/datalake/trades/x?X-Amz-Signature=abc&x-id=GetObject");
    String id = response.headers().firstValue("x-amz-request-id").orElseThrow();
    assertTrue(id.matches("[0-9A-F]{16}"), id);
    assertEquals(
        "id="
            + id
            + " client=127.0.0.1 method=GET"
            + " target=/datalake/trades/x?X-Amz-Signature=-&x-id=GetObject status=403 bytes=7 ms=10"
            + " operation=GetObject table=trades user=\"AKIA\\u000d\\u000astatus=200\""
            + " denial=\"partition (\\\"MIC\\\") is hidden\"",
        nextLine());
  }

  @Test
  void everyRequestHasAnIdOfItsOwn() throws Exception {
    get("/a");
    get("/b");
    assertNotEquals(nextLine().substring(0, 19), nextLine().substring(0, 19));
  }

  @Test
  void anAnswerThatBreaksOffIsNamedSo() throws Exception {
    assertThrows(IOException.class, () -> get("/breaks"));
    String line = nextLine();
    assertTrue(line.contains("status=200 bytes=1 "), line);
    assertTrue(line.endsWith(" aborted=true"), line);
  }

  @Test
  void theClientIsWhomATrustedProxyNames() throws Exception {
    TrustedProxies local = new TrustedProxies(List.of(AddressRange.parse("127.0.0.1")));
    try (FilteredServer behind =
        new FilteredServer(
            new Speaking(), List.of(new RequestLogFilter(nanos::get, lines::add, local)))) {
      client.send(
          HttpRequest.newBuilder(behind.uri("/x"))
              .header("X-Forwarded-For", "1.1.1.1, 203.0.113.9")
              .header("X-Forwarded-For", "127.0.0.1")
              .header("Forwarded", "for=192.0.2.1")
              .header("X-Real-IP", "192.0.2.2")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
    assertTrue(nextLine().contains(" client=203.0.113.9 "));
  }

  @Test
  void whatAnybodyElseSaysOfTheClientIsNotBelieved() throws Exception {
    client.send(
        HttpRequest.newBuilder(server.uri("/x")).header("X-Forwarded-For", "203.0.113.9").build(),
        HttpResponse.BodyHandlers.ofString());
    assertTrue(nextLine().contains(" client=127.0.0.1 "));
  }

  private HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.uri(target)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String nextLine() throws InterruptedException {
    @Nullable String line = lines.poll(10, TimeUnit.SECONDS);
    return String.valueOf(line);
  }
}
