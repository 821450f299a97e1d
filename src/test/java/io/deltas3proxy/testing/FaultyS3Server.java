package io.deltas3proxy.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An S3 server that answers by a script, byte for byte, to show what its client makes of broken
 * answers. It checks no signature. The last answer of the script is given again for ever.
 */
public final class FaultyS3Server implements AutoCloseable {

  /** What stands in the head of every good answer beside its length. */
  public static final String STATE =
      String.join(
          "\r\n",
          "ETag: \"0123456789abcdef0123456789abcdef\"",
          "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT",
          "");

  /**
   * One received request: its lines up to the empty one, as they came.
   *
   * @param in what follows them
   */
  public record Received(String method, String target, List<String> headers, InputStream in) {
    /** The first header of that name, or the empty string. */
    public String header(String name) {
      return headers.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** Writes one answer; returns whether the connection stays open. */
  @FunctionalInterface
  public interface Answer {
    boolean write(Socket socket, Received request) throws IOException;
  }

  private final ServerSocket listener;
  private final Deque<Answer> script = new ArrayDeque<>();
  private final List<Received> received = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private FaultyS3Server(ServerSocket listener) {
    this.listener = listener;
  }

  public static FaultyS3Server start(Answer... script) {
    try {
      FaultyS3Server server =
          new FaultyS3Server(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      server.answerBy(script);
      Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Replaces what is left of the script. */
  public synchronized void answerBy(Answer... answers) {
    script.clear();
    script.addAll(List.of(answers));
  }

  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  // --- answers ---

  /** 200 with all of the body. */
  public static Answer good(byte[] body) {
    return raw(true, head(200, STATE, body.length), body);
  }

  /** Any status with header lines (each ended by CR LF) and a body. */
  public static Answer status(int status, String headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return raw(true, head(status, headers, bytes.length), bytes);
  }

  /** The whole length declared, but only so many per cent of the body; then an orderly end. */
  public static Answer endingEarly(byte[] body, int percent) {
    return raw(false, head(200, STATE, body.length), part(body, percent));
  }

  /** As {@link #endingEarly}, but with a reset. */
  public static Answer resetting(byte[] body, int percent) {
    return (socket, request) -> {
      raw(true, head(200, STATE, body.length), part(body, percent)).write(socket, request);
      socket.setSoLinger(true, 0);
      return false;
    };
  }

  /** As {@link #endingEarly}, but the connection stays open and silent. */
  public static Answer stalling(byte[] body, int percent) {
    return (socket, request) -> {
      raw(true, head(200, STATE, body.length), part(body, percent)).write(socket, request);
      return silent().write(socket, request);
    };
  }

  /** Reads the request and says nothing until the client goes away. */
  public static Answer silent() {
    return (socket, request) -> {
      while (socket.getInputStream().read() >= 0) {
        // What else the client sends is not heard.
      }
      return false;
    };
  }

  /** Ends the connection without an answer. */
  public static Answer hangingUp() {
    return (socket, request) -> false;
  }

  /** Exactly these bytes. */
  public static Answer raw(boolean keepsOpen, String head, byte[] body) {
    return (socket, request) -> {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.UTF_8));
      if (!request.method().equals("HEAD")) {
        out.write(body);
      }
      out.flush();
      return keepsOpen;
    };
  }

  public static String head(int status, String headers, long length) {
    return "HTTP/1.1 "
        + status
        + " Scripted\r\n"
        + headers
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  private static byte[] part(byte[] body, int percent) {
    return Arrays.copyOf(body, body.length * percent / 100);
  }

  // --- connections ---

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean more = true;
      while (more) {
        String line = line(in);
        if (line.isEmpty()) {
          return;
        }
        List<String> headers = new ArrayList<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          headers.add(header);
        }
        String[] parts = line.split(" ", 3);
        Received request = new Received(parts[0], parts[1], List.copyOf(headers), in);
        more = next(request).write(socket, request);
      }
    } catch (IOException e) {
      // The client went away, which several tests want.
      return;
    } finally {
      open.remove(socket);
    }
  }

  private synchronized Answer next(Received request) {
    received.add(request);
    return script.size() > 1 ? script.removeFirst() : script.getFirst();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
