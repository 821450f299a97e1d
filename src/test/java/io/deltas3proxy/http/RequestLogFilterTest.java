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
          List.of(new RequestLogFilter(() -> nanos.addAndGet(10_000_000), lines::add)));
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

  private HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.uri(target)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String nextLine() throws InterruptedException {
    @Nullable String line = lines.poll(10, TimeUnit.SECONDS);
    return String.valueOf(line);
  }
}
