package io.deltas3proxy.testing;

import io.deltas3proxy.access.AccessController;
import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.view.LogView;
import io.deltas3proxy.http.Judgement;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.s3.endpoint.AuthenticationFilter;
import io.deltas3proxy.s3.endpoint.BackendAccess;
import io.deltas3proxy.s3.endpoint.DeltaBucket;
import io.deltas3proxy.s3.endpoint.EndpointSettings;
import io.deltas3proxy.s3.endpoint.ReadOnlyFilter;
import io.deltas3proxy.s3.endpoint.S3DispatcherServlet;
import io.deltas3proxy.s3.endpoint.S3ErrorFilter;
import io.deltas3proxy.s3.endpoint.WritingSettings;
import io.deltas3proxy.s3.protocol.S3CommandParser;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.storage.conditional.ConditionalWriters;
import io.deltas3proxy.storage.conditional.ConditionalWrites;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** The S3 endpoint on a real Jetty at a free local port, set up as it is in production. */
public final class EndpointServer implements AutoCloseable {

  private final Server server;
  private final ServerConnector connector;
  private final AtomicReference<@Nullable Judgement> lastJudgement = new AtomicReference<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  private EndpointServer(
      EndpointSettings settings,
      TableCatalog catalog,
      AccessController access,
      BackendAccess backends,
      @Nullable SignatureAuthentication authentication,
      WritingSettings writes,
      String context) {
    server = new Server();
    connector = new ServerConnector(server, new HttpConnectionFactory(http()));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler handler = new ServletContextHandler();
    handler.setContextPath(context);
    handler.getServletHandler().setDecodeAmbiguousURIs(true);
    List<Filter> chain =
        List.of(
            new RequestLogFilter(System::nanoTime, log::add, TrustedProxies.NONE),
            this::keepJudgement,
            new S3ErrorFilter(settings.cors()),
            new AuthenticationFilter(
                new S3CommandParser(settings.virtualHostDomains(), settings.readOnly()),
                authentication),
            new ReadOnlyFilter(settings.readOnly()));
    for (Filter filter : chain) {
      handler.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }
    DeltaBucket bucket = new DeltaBucket(settings.virtualBucket(), catalog, access);
    handler.addServlet(
        new ServletHolder(
            new S3DispatcherServlet(bucket, backends, EndpointServer::noView, writes, settings)),
        "/*");
    server.setHandler(handler);
  }

  private static LogView noView(Table table, PartitionPolicy policy) {
    throw new IllegalStateException("no table of this server is filtered: " + table.alias());
  }

  /** Starts a server at the root. */
  public static EndpointServer start(
      EndpointSettings settings, TableCatalog catalog, AccessController access) {
    return start(settings, catalog, access, new FakeTableIndexes(), "/");
  }

  /** Starts a server below a context path. */
  public static EndpointServer start(
      EndpointSettings settings,
      TableCatalog catalog,
      AccessController access,
      TableIndexes indexes,
      String context) {
    return started(
        new EndpointServer(
            settings,
            catalog,
            access,
            BackendAccess.ofTheProxy(),
            null,
            reading(indexes),
            context));
  }

  /**
   * Starts a server at the root whose callers may have credentials of their own.
   *
   * @param authentication that every request must pass; {@code null} to verify nobody
   */
  public static EndpointServer start(
      EndpointSettings settings,
      TableCatalog catalog,
      AccessController access,
      BackendAccess backends,
      @Nullable SignatureAuthentication authentication) {
    return start(
        settings, catalog, access, backends, authentication, reading(new FakeTableIndexes()));
  }

  /** The same where something may be written. */
  public static EndpointServer start(
      EndpointSettings settings,
      TableCatalog catalog,
      AccessController access,
      BackendAccess backends,
      @Nullable SignatureAuthentication authentication,
      WritingSettings writes) {
    return started(
        new EndpointServer(settings, catalog, access, backends, authentication, writes, "/"));
  }

  /**
   * What writing to stores with conditions of their own needs.
   *
   * @param uploads {@code null} where there are none
   */
  static WritingSettings writing(TableIndexes indexes, @Nullable MultipartUploads uploads) {
    return new WritingSettings(
        indexes,
        new AnyCommits(),
        new ConditionalWriters(
            Map.of("", ConditionalWrites.NATIVE, "main", ConditionalWrites.NATIVE),
            new MemoryLocks()),
        Optional.ofNullable(uploads),
        Clock.systemUTC());
  }

  private static WritingSettings reading(TableIndexes indexes) {
    return writing(indexes, null);
  }

  private static EndpointServer started(EndpointServer endpoint) {
    try {
      endpoint.server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the endpoint does not start", e);
    }
    return endpoint;
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(
        UriCompliance.from(
            "0,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,AMBIGUOUS_EMPTY_SEGMENT,"
                + "SUSPICIOUS_PATH_CHARACTERS"));
    http.setHeaderCacheCaseSensitive(true);
    http.setRequestHeaderSize(64 * 1024);
    http.setSendServerVersion(false);
    return http;
  }

  public int port() {
    return connector.getLocalPort();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** A line of the request log that has this in it: it is written after the answer was sent. */
  public String awaitLine(String part) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      for (String line : log) {
        if (line.contains(part)) {
          return line;
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no line with " + part + " in " + log);
  }

  private void keepJudgement(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } finally {
      lastJudgement.set(RequestContext.of(request).judgement());
    }
  }

  /** What the last decision rested on, once the request with this in its line has ended. */
  public @Nullable Judgement judgement(String partOfLine) {
    var unused = awaitLine(partOfLine);
    return lastJudgement.get();
  }

  /** The lines of the request log so far. */
  public List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the endpoint does not stop", e);
    }
  }
}
