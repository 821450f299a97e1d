package io.deltas3proxy.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.admin.AdminTokens;
import io.deltas3proxy.gateway.management.ManagementAccess;
import io.deltas3proxy.gateway.management.ManagementRoute;
import io.deltas3proxy.gateway.management.ManagementServlet;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The management of the gateway on a real Jetty at a free local port. */
public final class ManagementServer implements AutoCloseable {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  /** The administrator that {@link #send} is from, whose token opens everything. */
  public static final ManagementAccess BY_TOKEN =
      new ManagementAccess.ByToken(new AdminTokens(Map.of("ada", TOKEN)));

  /** Status and body of an answer. */
  public record Answer(int status, JsonNode body) {
    /** What is said of a failure. */
    public String detail() {
      return body.path("detail").asText("");
    }
  }

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();

  private ManagementServer() {}

  public static ManagementServer start(List<ManagementRoute> routes, ManagementAccess access) {
    ManagementServer started = new ManagementServer();
    started.connector.setHost("127.0.0.1");
    started
        .connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .setUriCompliance(UriCompliance.UNSAFE);
    started.server.addConnector(started.connector);
    ServletContextHandler handler = new ServletContextHandler();
    handler.getServletHandler().setDecodeAmbiguousURIs(true);
    handler.addFilter(
        new FilterHolder(new RequestLogFilter(System::nanoTime, line -> {}, TrustedProxies.NONE)),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    ServletHolder servlet = new ServletHolder(new ManagementServlet(routes, access));
    ManagementServlet.PATHS.forEach(path -> handler.addServlet(servlet, path));
    started.server.setHandler(handler);
    try {
      started.server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the server does not start", e);
    }
    return started;
  }

  /** Asks as an administrator. */
  public Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  /**
   * Asks as an administrator.
   *
   * @param body JSON; empty for none
   */
  public Answer send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(request(method, path, body).header("Authorization", "Bearer " + TOKEN));
  }

  /** Asks as anybody. */
  public Answer ask(String method, String path) throws IOException, InterruptedException {
    return send(request(method, path, ""));
  }

  /** Asks with any value of the header. */
  public Answer ask(String method, String path, String authorization)
      throws IOException, InterruptedException {
    return send(request(method, path, "").header("Authorization", authorization));
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
    if (body.isEmpty()) {
      return request.method(method, HttpRequest.BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), new ObjectMapper().readTree(answer.body()));
  }

  @Override
  public void close() {
    client.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server does not stop", e);
    }
  }
}
