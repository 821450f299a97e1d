package io.deltas3proxy.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slow clients on real connections; the idle time-out is far too long to be what ends them. */
class DataRateHandlerTest {

  private static final int LARGE = 32 * 1024 * 1024;
  private static final int BYTES_PER_SECOND = 1024 * 1024;
  private static final int GRACE_MILLIS = 300;
  private static final int PATIENCE_SECONDS = 60;

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new Bodies(ends)), "/");
    server.setHandler(new DataRateHandler(context, BYTES_PER_SECOND, GRACE_MILLIS));
    connector.setIdleTimeout(600_000);
    server.addConnector(connector);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void aClientThatReadsNothingIsCutOffHoweverMuchOthersHaveRead() throws Exception {
    try (Socket slow = connect()) {
      send(slow, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertTrue(slow.getInputStream().read() >= 0);
      assertEquals(LARGE, get());
      // Whichever ends first.
      List<String> both = Stream.of(end(), end()).sorted().toList();
      assertTrue(both.getFirst().contains("the client reads too slowly"), both::toString);
      assertEquals("served", both.getLast());
    }
  }

  @Test
  void aClientThatReadsIsServedAgainAndAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals(LARGE, get());
      assertEquals("served", end());
    }
  }

  @Test
  void aBodyThatComesInATrickleIsBrokenOff() throws Exception {
    try (Socket client = connect();
        ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor()) {
      send(client, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
      OutputStream out = client.getOutputStream();
      ScheduledFuture<?> sending =
          trickle.scheduleAtFixedRate(() -> sendByte(out), 0, 20, TimeUnit.MILLISECONDS);
      assertTrue(end().contains("the client sends too slowly"));
      sending.cancel(true);
    }
  }

  @Test
  void aWholeBodyIsRead() throws Exception {
    try (Socket client = connect()) {
      send(client, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
      assertEquals("served", end());
    }
  }

  private long get() throws Exception {
    URI uri = URI.create("http://localhost:" + connector.getLocalPort() + "/");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
          .body()
          .length;
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
  }

  private static void send(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(US_ASCII));
  }

  private static void sendByte(OutputStream out) {
    try {
      out.write('x');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How the next request ended. */
  private String end() throws InterruptedException {
    return String.valueOf(ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /** Sends, and reads, large bodies; tells how it went. */
  private static final class Bodies extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int PIECE = 64 * 1024;

    private final transient BlockingQueue<String> ends;

    Bodies(BlockingQueue<String> ends) {
      this.ends = ends;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      tell(() -> {
        response.setContentLength(LARGE);
        byte[] piece = new byte[PIECE];
        for (int sent = 0; sent < LARGE; sent += PIECE) {
          response.getOutputStream().write(piece);
        }
      });
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) {
      tell(() -> request.getInputStream().transferTo(OutputStream.nullOutputStream()));
    }

    private void tell(Transfer transfer) {
      try {
        transfer.run();
        ends.add("served");
      } catch (IOException e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        ends.add(text.toString());
      }
    }
  }

  private interface Transfer {
    void run() throws IOException;
  }
}
