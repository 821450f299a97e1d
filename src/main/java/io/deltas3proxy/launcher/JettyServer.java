package io.deltas3proxy.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.EventListener;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The embedded server: the application starts first, and only when it has read its configuration
 * and is whole, the port that it asks for is opened.
 */
public final class JettyServer {

  /** Where the application's listener is; the launcher knows its name and nothing else of it. */
  private static final String LISTENER = "io.deltas3proxy.app.AppListener";

  /** Context attribute by which the listener tells the configured port, an {@link Integer}. */
  private static final String PORT = "io.deltas3proxy.port";

  /** Context attribute with an {@link SSLContext} when the port is to speak TLS. */
  private static final String TLS = "io.deltas3proxy.tls";

  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final int HEADER_BYTES = 64 * 1024;
  private static final int OUTPUT_BYTES = 64 * 1024;
  private static final int AGGREGATED_BYTES = 8 * 1024;
  private static final int LEAST_BYTES_PER_SECOND = 512;
  private static final int ACCEPT_QUEUE = 1024;

  private final Server server;
  private final ServletContextHandler context;
  private int port = -1;

  /**
   * Makes a server that is not started.
   *
   * @param application the listener that is the application
   */
  public JettyServer(EventListener application) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("jetty");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    server = new Server(threads);
    context = new ServletContextHandler();
    context.setContextPath("/");
    context.addEventListener(application);
    // The application parses the raw target itself, see its command parser.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    GracefulHandler graceful = new GracefulHandler();
    // A client that sends or reads a body in a trickle is cut off: the reader holds a connection
    // to a store as long.
    graceful.setHandler(new DataRateHandler(context, LEAST_BYTES_PER_SECOND, IDLE.toMillis()));
    server.setHandler(graceful);
    server.setErrorHandler(new PlainErrors());
    context.setErrorHandler(new PlainErrors());
    server.setStopTimeout(DRAIN.toMillis());
  }

  /** Starts the application from the class path that the process was given. */
  public static void main(String[] args) throws Exception {
    run(() -> {});
  }

  /**
   * Starts the application and its port, or ends the process with one message.
   *
   * @param afterStop what is left to do when the server has stopped, or has failed to start
   */
  public static void run(Runnable afterStop) throws Exception {
    EventListener application =
        Class.forName(LISTENER, true, Thread.currentThread().getContextClassLoader())
            .asSubclass(EventListener.class)
            .getConstructor()
            .newInstance();
    JettyServer jetty = new JettyServer(application);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  jetty.stop();
                  afterStop.run();
                },
                "stop"));
    try {
      jetty.start();
    } catch (Exception e) {
      System.err.println("delta-s3-proxy did not start: " + firstLine(e));
      System.exit(1);
    }
  }

  /** Starts the application and then opens its port to requests. */
  public void start() throws Exception {
    server.start();
    if (!(context.getContext().getAttribute(PORT) instanceof Integer number)) {
      throw new IllegalStateException("the application did not say which port it wants");
    }
    boolean tls = context.getContext().getAttribute(TLS) instanceof SSLContext;
    ServerConnector connector = new ServerConnector(server, protocols());
    connector.setPort(number);
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    server.addConnector(connector);
    try {
      connector.start();
    } catch (IOException e) {
      throw new IOException("port " + number + " cannot be opened: " + rootOf(e).getMessage(), e);
    }
    port = connector.getLocalPort();
    System.out.println("delta-s3-proxy listens on port " + port + (tls ? " with TLS" : ""));
  }

  /** What is spoken: HTTP/1.1, within TLS 1.2 or 1.3 when the application gives the keys. */
  private ConnectionFactory[] protocols() {
    HttpConfiguration http = settings();
    if (!(context.getContext().getAttribute(TLS) instanceof SSLContext keys)) {
      return new ConnectionFactory[] {new HttpConnectionFactory(http)};
    }
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(keys);
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    tls.setRenegotiationAllowed(false);
    // Clients hold the certificate against the name that they asked for; nothing here rests on
    // that name.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    return new ConnectionFactory[] {new SslConnectionFactory(tls, plain.getProtocol()), plain};
  }

  /** The port that was opened, -1 before. */
  public int port() {
    return port;
  }

  /** Lets requests in progress finish, for a bounded time, and stops the application. */
  public void stop() {
    if (server.isRunning()) {
      System.out.println(
          "delta-s3-proxy stops: requests in progress have "
              + DRAIN.toSeconds()
              + " seconds to finish");
    }
    try {
      server.stop();
    } catch (Exception e) {
      System.err.println("delta-s3-proxy did not stop cleanly: " + rootOf(e));
    }
  }

  /** Lets every S3 key reach the application as it was sent, and keeps header values unchanged. */
  private static HttpConfiguration settings() {
    HttpConfiguration http = new HttpConfiguration();
    // What a proxy in front could read differently, such as lines that end in LF alone, is refused.
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(
        UriCompliance.from(
            "0,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,AMBIGUOUS_EMPTY_SEGMENT,"
                + "SUSPICIOUS_PATH_CHARACTERS"));
    http.setHeaderCacheCaseSensitive(true);
    // What Jetty remembers of headers would take 100 kB for each connection, and saves nothing.
    http.setHeaderCacheSize(0);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    // Jetty cuts what is written into pieces of this size: a system call for each.
    http.setOutputBufferSize(OUTPUT_BYTES);
    http.setOutputAggregationSize(AGGREGATED_BYTES);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    return http;
  }

  /** The application has written the whole of a long message into its log. */
  private static String firstLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end).replaceFirst(":$", ", see the log");
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
