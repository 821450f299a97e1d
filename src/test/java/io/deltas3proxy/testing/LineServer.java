package io.deltas3proxy.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes lines of the line protocol by HTTP, as databases of time series do. */
public final class LineServer implements AutoCloseable {

  /** A request to write. */
  public record Write(String target, List<String> authorization, List<LinePoint> points) {}

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<Write> writes = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

  private LineServer(HttpServer server) {
    this.server = server;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  public static LineServer start() throws IOException {
    return new LineServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  /** The next requests get these statuses; then they succeed. */
  public void answer(Integer... next) {
    statuses.addAll(List.of(next));
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All requests, with those that were refused. */
  public List<Write> writes() {
    return List.copyOf(writes);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    List<String> authorization =
        exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
    int status;
    try {
      List<LinePoint> points = LinePoint.parse(new String(body, StandardCharsets.UTF_8));
      Integer scripted = statuses.poll();
      status = scripted == null ? 204 : scripted;
      writes.add(new Write(exchange.getRequestURI().toString(), authorization, points));
    } catch (RuntimeException e) {
      status = 400;
    }
    if (status / 100 == 3) {
      exchange.getResponseHeaders().set("Location", uri() + "/elsewhere");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
