package io.deltas3proxy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.storage.PoolStatistics;
import io.deltas3proxy.testing.FilteredServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyMetricsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final ProxyMetrics metrics =
      new ProxyMetrics(Clock.systemUTC(), () -> nanos.addAndGet(20_000_000));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void requestsAreMeasuredByOperationAndStatus() throws Exception {
    HttpServlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1L;

          @Override
          protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            RequestContext context = RequestContext.of(request);
            context.operation("GetObject");
            context.caller(new VerifiedCaller("alice", List.of()));
            context.denial("hidden");
            context.markProxied();
            context.addBytesSent(100);
            response.setStatus(403);
          }
        };
    CountDownLatch logged = new CountDownLatch(1);
    try (FilteredServer server =
        new FilteredServer(
            servlet,
            List.of(
                new RequestLogFilter(
                    System::nanoTime, line -> logged.countDown(), TrustedProxies.NONE),
                metrics.filter()))) {
      assertEquals(403, get(server.uri("/datalake/t/x")).statusCode());
      assertTrue(logged.await(10, TimeUnit.SECONDS));
    }
    String text = text();
    assertContains(
        text,
        "deltas3proxy_request_duration_seconds_sum{operation=\"GetObject\",status=\"403\",} 0.02");
    assertContains(text, "deltas3proxy_response_bytes_total{operation=\"GetObject\",} 100.0");
    assertContains(text, "deltas3proxy_requests_denied_total{operation=\"GetObject\",} 1.0");
    assertContains(text, "deltas3proxy_requests_in_flight 0.0");
    assertContains(text, "\nqueries_served_total 1.0\n");
    assertContains(text, "\nqueries_proxied_total 1.0\n");
    assertContains(text, "\nunique_users_last_minute 1.0\n");
    assertContains(text, "\naverage_message_size_bytes 100.0\n");
  }

  @Test
  void indexesPoolsAndTheJvmAreAskedWhenSomebodyLooks() {
    metrics.addIndexes(() ->
        List.of(new IndexSample("trades", "ready", 7, 120, 4096, 1.5, 0.25, 1, 5, 2, 4, 3, 6)));
    metrics.addIndexMemory(() -> new IndexMemorySample(2, 300, 400, 500));
    metrics.addPools(Map.of("lake", () -> new PoolStatistics(1, 2, 3, 256)));
    metrics.addDatabase(() -> new DatabaseSample(1, 2, 3, 10, 4));
    metrics.addJvm();
    String text = text();
    assertContains(text, "deltas3proxy_index_state{table=\"trades\",state=\"ready\",} 1.0");
    assertContains(text, "deltas3proxy_index_version{table=\"trades\",} 7.0");
    assertContains(text, "deltas3proxy_index_restores_total{table=\"trades\",} 5.0");
    assertContains(text, "deltas3proxy_index_evictions_total{table=\"trades\",} 6.0");
    assertContains(text, "deltas3proxy_index_cache_entries 2.0");
    assertContains(text, "deltas3proxy_index_cache_bytes 300.0");
    assertContains(text, "deltas3proxy_index_cache_limit_bytes 400.0");
    assertContains(text, "deltas3proxy_index_cache_disk_bytes 500.0");
    assertContains(text, "deltas3proxy_index_objects{table=\"trades\",} 120.0");
    assertContains(text, "deltas3proxy_index_age_seconds{table=\"trades\",} 1.5");
    assertContains(text, "deltas3proxy_index_refreshes_total{table=\"trades\",} 2.0");
    assertContains(text, "deltas3proxy_index_refresh_seconds{table=\"trades\",} 0.25");
    assertContains(text, "deltas3proxy_index_failures_total{table=\"trades\",} 4.0");
    assertContains(text, "deltas3proxy_index_cache_hits_total{table=\"trades\",} 3.0");
    assertContains(text, "deltas3proxy_backend_connections{store=\"lake\",state=\"pending\",} 3.0");
    assertContains(text, "deltas3proxy_database_connections{state=\"active\",} 1.0");
    assertContains(text, "deltas3proxy_database_connections{state=\"idle\",} 2.0");
    assertContains(text, "deltas3proxy_database_connections{state=\"pending\",} 3.0");
    assertContains(text, "deltas3proxy_database_connections{state=\"maximum\",} 10.0");
    assertContains(text, "deltas3proxy_database_connection_timeouts_total 4.0");
    assertContains(text, "jvm_memory_bytes_used{");
  }

  @Test
  void backendsOfTheGatewayAreAskedWhenSomebodyLooks() {
    metrics.addGatewayBackends(
        () -> List.of(new GatewayBackendSample("a", false, "timed_out", 1.5, "half_open", 3)));
    String text = text();
    assertContains(text, "deltas3proxy_gateway_backend_usable{backend=\"a\",} 0.0");
    assertContains(
        text, "deltas3proxy_gateway_backend_probe{backend=\"a\",result=\"timed_out\",} 1.0");
    assertContains(text, "deltas3proxy_gateway_backend_probe_seconds{backend=\"a\",} 1.5");
    assertContains(
        text, "deltas3proxy_gateway_backend_breaker{backend=\"a\",state=\"half_open\",} 1.0");
    assertContains(text, "deltas3proxy_gateway_backend_requests{backend=\"a\",} 3.0");
  }

  @Test
  void operationsThatAreMadeUpShareOneSeries() {
    KnownLabels labels = new KnownLabels(2);
    assertEquals("a", labels.bounded("a"));
    assertEquals("b", labels.bounded("b"));
    assertEquals("other", labels.bounded("c"));
    assertEquals("a", labels.bounded("a"));
  }

  @Test
  void thePortOfItsOwnGivesTheMetricsAndNothingElse() throws Exception {
    try (MetricsListener listener = MetricsListener.open(local(0), metrics)) {
      String base = "http://127.0.0.1:" + listener.port();
      HttpResponse<String> response = get(URI.create(base + "/metrics"));
      assertEquals(200, response.statusCode());
      assertContains(response.body(), "queries_served_total 0.0");
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          response.headers().firstValue("Content-Type").orElseThrow());
      assertEquals(404, get(URI.create(base + "/metrics/x")).statusCode());
      assertEquals(404, get(URI.create(base + "/")).statusCode());
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(base + "/metrics"))
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      assertEquals(405, client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }

  @Test
  void requestsThatAreSentInPartKeepNobodyFromTheMetrics() throws Exception {
    List<Socket> halfSent = new ArrayList<>();
    try (MetricsListener listener = MetricsListener.open(local(0), metrics)) {
      for (int i = 0; i < 10; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        halfSent.add(socket);
        socket
            .getOutputStream()
            .write("GET /metrics HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
      }
      HttpRequest scrape =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/metrics"))
              .timeout(Duration.ofSeconds(5))
              .build();
      assertEquals(200, client.send(scrape, HttpResponse.BodyHandlers.discarding()).statusCode());
      assertEquals("10", System.getProperty("sun.net.httpserver.maxReqTime"));
    } finally {
      for (Socket socket : halfSent) {
        socket.close();
      }
    }
  }

  @Test
  void aMetricsPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      IOException e =
          assertThrows(
              IOException.class, () -> MetricsListener.open(local(taken.getLocalPort()), metrics));
      assertContains(
          String.valueOf(e.getMessage()), "the metrics port " + taken.getLocalPort() + " on ");
    }
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private String text() {
    StringWriter text = new StringWriter();
    metrics.write(text);
    return text.toString();
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void assertContains(String text, String expected) {
    assertTrue(text.contains(expected), text);
  }
}
