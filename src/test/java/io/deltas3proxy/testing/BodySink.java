package io.deltas3proxy.testing;

import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.s3.endpoint.AuthenticationFilter;
import io.deltas3proxy.s3.endpoint.CorsSettings;
import io.deltas3proxy.s3.endpoint.S3ErrorFilter;
import io.deltas3proxy.s3.protocol.S3CommandParser;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Takes bodies behind the real filter, and keeps those that it could read to their end: what a
 * write does with a body that is not what was signed.
 */
public final class BodySink implements AutoCloseable {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final AtomicLong reads = new AtomicLong();

  private BodySink(Identities identities, boolean unsignedPayload) {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler handler = new ServletContextHandler();
    SignatureAuthentication authentication =
        new SignatureAuthentication(
            new SignatureSettings("eu-west-1", "s3", unsignedPayload),
            identities,
            Clock.systemUTC());
    List<Filter> chain =
        List.of(
            new RequestLogFilter(System::nanoTime, line -> {}, TrustedProxies.NONE),
            new S3ErrorFilter(new CorsSettings(List.of(), Duration.ofMinutes(1))),
            new AuthenticationFilter(new S3CommandParser(List.of(), false), authentication));
    for (Filter filter : chain) {
      handler.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }
    handler.addServlet(new ServletHolder(new Keeping()), "/*");
    server.setHandler(handler);
  }

  /**
   * Starts it at a free port.
   *
   * @param unsignedPayload whether bodies without a hash are taken
   */
  public static BodySink start(Identities identities, boolean unsignedPayload) {
    BodySink sink = new BodySink(identities, unsignedPayload);
    try {
      sink.server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the sink does not start", e);
    }
    return sink;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** What was kept, by the path of its request. */
  public Map<String, byte[]> kept() {
    return kept;
  }

  /** How many bodies somebody began to read. */
  public long reads() {
    return reads.get();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the sink does not stop", e);
    }
  }

  private final class Keeping extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      reads.incrementAndGet();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      long left = request.getContentLengthLong();
      // As a store reads that was told the length: it never asks for the end.
      while (left > 0) {
        int read = request.getInputStream().read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new IOException("the body ended early");
        }
        body.write(buffer, 0, read);
        left -= read;
      }
      kept.put(request.getRequestURI(), body.toByteArray());
      response.setHeader("ETag", "\"kept\"");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] body = kept.getOrDefault(request.getRequestURI(), new byte[0]);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
