package io.deltas3proxy.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sends requests byte by byte as a test wrote them: no client library puts them right. */
public final class RawHttp {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /**
   * An answer.
   *
   * @param headers lines as they came
   * @param bytes the body until the connection ended, each byte one character
   * @param whole whether the body has the length that was promised
   */
  public record Answer(int status, List<String> headers, String bytes, boolean whole) {

    public Optional<String> header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }

    public String text() {
      return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Everything that was sent, to look for what must not be there. */
    public String everything() {
      return String.join("\n", headers) + "\n" + text();
    }

    /** The code of an S3 error document. */
    public String code() {
      String text = text();
      int start = text.indexOf("<Code>");
      return start < 0 ? "" : text.substring(start + 6, text.indexOf("</Code>"));
    }
  }

  /** Sends a request without a body. */
  public Answer send(String method, String target, String... headers) {
    return exchange(
        method + " " + target + " HTTP/1.1\r\n" + lines(headers) + "Connection: close\r\n\r\n");
  }

  public Answer get(String target, String... headers) {
    return send("GET", target, headers);
  }

  private String lines(String... headers) {
    StringBuilder lines = new StringBuilder();
    boolean hasHost = false;
    for (String header : headers) {
      hasHost |= header.toLowerCase(Locale.ROOT).startsWith("host:");
      lines.append(header).append("\r\n");
    }
    return (hasHost ? "" : "Host: 127.0.0.1:" + port + "\r\n") + lines;
  }

  /** Sends these characters, each as one byte, and reads until the server closes. */
  public Answer exchange(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return parse(readAll(socket.getInputStream()));
    } catch (IOException e) {
      throw new IllegalStateException("no answer", e);
    }
  }

  /** A connection that is reset gives what had arrived. */
  private static byte[] readAll(InputStream in) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        all.write(buffer, 0, count);
      }
    } catch (IOException e) {
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  private static Answer parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IllegalStateException("not an answer: " + text);
    }
    List<String> lines = new ArrayList<>(List.of(text.substring(0, end).split("\r\n", -1)));
    String statusLine = lines.removeFirst();
    int status = Integer.parseInt(statusLine.substring(9, 12));
    String body = text.substring(end + 4);
    Answer answer = new Answer(status, lines, body, true);
    Optional<String> length = answer.header("Content-Length");
    boolean whole = length.isEmpty() || Long.parseLong(length.get()) == body.length();
    return new Answer(status, lines, body, whole);
  }
}
