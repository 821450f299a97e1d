package io.deltas3proxy.deploy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends requests byte for byte, a connection each: what no HTTP client would send is sent too.
 *
 * @param port of a server on this machine
 */
record RawClient(int port) {

  private static final int TIMEOUT_MILLIS = 30_000;

  /** Sends a request without a body; a character of the target is one byte. */
  RawAnswer send(String method, String target, String... headers) throws IOException {
    return send(method, target, List.of(headers), new byte[0]);
  }

  RawAnswer get(String target, String... headers) throws IOException {
    return send("GET", target, headers);
  }

  /** The same, signed by nobody. */
  RawAnswer sendUnsigned(String method, String target, String... headers) throws IOException {
    return sendAsIs(method, target, List.of(headers), new byte[0]);
  }

  RawAnswer sendUnsigned(String method, String target, List<String> headers, byte[] body)
      throws IOException {
    return sendAsIs(method, target, headers, body);
  }

  /** Signs these headers too, which have lower-case names. */
  RawAnswer getSigning(String target, Map<String, String> headers) throws IOException {
    return sendAsIs("GET", target, RawSignature.lines("GET", target, host(), headers), new byte[0]);
  }

  private String host() {
    return "localhost:" + port;
  }

  /** Sends a request that is signed as it is. */
  RawAnswer send(String method, String target, List<String> headers, byte[] body)
      throws IOException {
    List<String> lines = new ArrayList<>(headers);
    lines.addAll(RawSignature.lines(method, target, host(), Map.of()));
    return sendAsIs(method, target, lines, body);
  }

  /**
   * Sends a request. If the server answers before it has read the whole body, the rest may go
   * nowhere, which is not an error.
   */
  private RawAnswer sendAsIs(String method, String target, List<String> headers, byte[] body)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      StringBuilder head = new StringBuilder();
      head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
      head.append("Host: ").append(host()).append("\r\nConnection: close\r\n");
      headers.forEach(line -> head.append(line).append("\r\n"));
      OutputStream out = socket.getOutputStream();
      try {
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
      } catch (SocketException e) {
        // The answer may be there all the same.
        return read(socket.getInputStream(), method);
      }
      return read(socket.getInputStream(), method);
    }
  }

  /** Sends these bytes and counts the answers until the server ends the connection. */
  long statusLines(String requests) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try {
        in.transferTo(all);
      } catch (SocketException e) {
        // A reset ends the connection too; what came before it counts.
        return countStatusLines(all);
      }
      return countStatusLines(all);
    }
  }

  private static long countStatusLines(ByteArrayOutputStream all) {
    return all.toString(StandardCharsets.ISO_8859_1).split("HTTP/1\\.1 [2-5]", -1).length - 1L;
  }

  private static RawAnswer read(InputStream raw, String method) throws IOException {
    InputStream in = new BufferedInputStream(raw);
    List<String> headers = new ArrayList<>();
    String status;
    try {
      do {
        headers.clear();
        status = line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
          headers.add(line);
        }
      } while (status.startsWith("HTTP/1.1 1"));
    } catch (SocketException e) {
      return new RawAnswer(0, List.of(), "", false);
    }
    int code = status.isEmpty() ? 0 : Integer.parseInt(status.split(" ", 3)[1]);
    RawAnswer head = new RawAnswer(code, List.copyOf(headers), "", code != 0);
    return method.equals("HEAD") || code == 0 ? head : withBody(head, in);
  }

  private static RawAnswer withBody(RawAnswer head, InputStream in) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean whole;
    try {
      whole =
          head.header("Transfer-Encoding").isPresent()
              ? readChunks(in, body)
              : readCounted(in, body, Long.parseLong(head.header("Content-Length").orElse("-1")));
    } catch (IOException e) {
      whole = false;
    }
    return new RawAnswer(
        head.status(), head.headers(), body.toString(StandardCharsets.UTF_8), whole);
  }

  private static boolean readCounted(InputStream in, ByteArrayOutputStream body, long length)
      throws IOException {
    if (length < 0) {
      in.transferTo(body);
      return true;
    }
    body.writeBytes(in.readNBytes((int) length));
    return body.size() == length;
  }

  private static boolean readChunks(InputStream in, ByteArrayOutputStream body) throws IOException {
    while (true) {
      String size = line(in);
      if (size.isEmpty()) {
        return false;
      }
      int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      byte[] chunk = in.readNBytes(length);
      body.writeBytes(chunk);
      if (chunk.length < length) {
        return false;
      }
      int lineEnd = in.read() == '\r' ? in.read() : -1;
      if (length == 0 || lineEnd < 0) {
        return length == 0 && lineEnd == '\n';
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      line.write(octet);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }
}
