package io.deltas3proxy.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gives the metrics on a port of their own, the same in every container. */
public final class MetricsListener implements AutoCloseable {

  private static final int BACKLOG = 16;
  private static final String SECONDS = "10";

  /** Of the JDK's server, and the same for all such servers of the process. */
  private static final List<String> LIMITS =
      List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime");

  private final HttpServer server;
  private final ExecutorService executor;

  private MetricsListener(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Opens the port.
   *
   * @param address port 0 is any free one
   * @throws IOException that names the address, when it cannot be opened
   */
  public static MetricsListener open(InetSocketAddress address, ProxyMetrics metrics)
      throws IOException {
    // Without them a request that is sent in part, or an answer that nobody reads, stays forever.
    for (String limit : LIMITS) {
      if (System.getProperty(limit) == null) {
        System.setProperty(limit, SECONDS);
      }
    }
    HttpServer server;
    try {
      server = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "the metrics port "
              + address.getPort()
              + " on "
              + address.getHostString()
              + " cannot be opened: "
              + e.getMessage(),
          e);
    }
    ExecutorService executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("metrics-", 0).factory());
    server.setExecutor(executor);
    server.createContext("/", exchange -> answer(exchange, metrics));
    server.start();
    return new MetricsListener(server, executor);
  }

  /** The port that is open. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, ProxyMetrics metrics) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getRawPath().equals("/metrics")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (!head && !exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      StringWriter text = new StringWriter();
      metrics.write(text);
      byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", TextFormat.CONTENT_TYPE_004);
      exchange.sendResponseHeaders(200, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
