package io.deltas3proxy.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** A server that answers byte by byte as a test says, and keeps what it was asked. */
final class ScriptedServer implements AutoCloseable {

  /** A request that came; {@code body} is empty where the script answers before it. */
  record Asked(RequestLine line, Head head, String body) {}

  private final ServerSocket listener;
  private final Function<Asked, String> script;
  private final boolean readsBodies;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private ScriptedServer(
      ServerSocketFactory sockets, boolean readsBodies, Function<Asked, String> script) {
    try {
      listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.readsBodies = readsBodies;
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers with the characters of the script, each one byte; an empty answer cuts the line. */
  static ScriptedServer answering(Function<Asked, String> script) {
    return new ScriptedServer(ServerSocketFactory.getDefault(), true, script);
  }

  /** The same, over TLS. */
  static ScriptedServer secure(ServerSocketFactory sockets, Function<Asked, String> script) {
    return new ScriptedServer(sockets, true, script);
  }

  /** The same, before a body was read. */
  static ScriptedServer hasty(Function<Asked, String> script) {
    return new ScriptedServer(ServerSocketFactory.getDefault(), false, script);
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  static String redirect(String location) {
    return "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: "
        + location
        + "\r\n\r\n";
  }

  int port() {
    return listener.getLocalPort();
  }

  String authority() {
    return "127.0.0.1:" + port();
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (Connection connection = new Connection(socket, Duration.ofSeconds(30))) {
      for (Head head = HeadReader.read(connection.in());
          head != null;
          head = HeadReader.read(connection.in())) {
        Asked request = read(connection, head);
        asked.add(request);
        String answer = script.apply(request);
        connection.out().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        connection.out().flush();
        if (answer.isEmpty() || answer.contains("Connection: close")) {
          connection.finish();
          return;
        }
      }
    } catch (IOException e) {
      // The other side has ended it.
    }
  }

  private Asked read(Connection connection, Head head) throws IOException {
    if (readsBodies && head.has("Expect", "100-continue")) {
      connection.send(new Head("HTTP/1.1 100 Continue", List.of()));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (readsBodies) {
      BodyCopy.copy(Framing.ofRequest(head), connection.in(), body);
    }
    return new Asked(RequestLine.of(head), head, body.toString(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
