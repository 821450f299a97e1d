package io.deltas3proxy.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An upload of the writer's, sent in steps: a head that announces a body, and the body, or a part
 * of it, after what the server says to that.
 *
 * @param port of a server on this machine
 */
record WaitingUpload(int port) {

  private static final int TIMEOUT_MILLIS = 20_000;

  /**
   * What was heard.
   *
   * @param continued whether the server asked for the body
   * @param status of the answer; 0 for none
   * @param head of the answer
   */
  record Heard(boolean continued, int status, String head) {}

  /** Asks whether it may send, and sends if so. */
  Heard ask(String target, byte[] body) throws IOException {
    try (Socket socket = open(target, body.length, "Expect: 100-continue")) {
      String first = head(socket.getInputStream());
      if (!first.startsWith("HTTP/1.1 100")) {
        return new Heard(false, status(first), first);
      }
      socket.getOutputStream().write(body);
      String answer = head(socket.getInputStream());
      return new Heard(true, status(answer), answer);
    }
  }

  /** Announces a body and sends nothing of it: only who answers before the body answers. */
  Heard announce(String target, long length) throws IOException {
    try (Socket socket = open(target, length, "x-test: announce")) {
      String answer = head(socket.getInputStream());
      return new Heard(false, status(answer), answer);
    }
  }

  /** Sends less than it announced, and goes away. */
  Heard breakOff(String target, long length, byte[] part) throws IOException {
    try (Socket socket = open(target, length, "x-test: break")) {
      socket.getOutputStream().write(part);
      socket.shutdownOutput();
      String answer = head(socket.getInputStream());
      return new Heard(false, status(answer), answer);
    }
  }

  private Socket open(String target, long length, String header) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    String host = "localhost:" + port;
    List<String> lines = new ArrayList<>(RawSignature.ofWriter("PUT", target, host));
    lines.add("Host: " + host);
    lines.add("Connection: close");
    lines.add("Content-Length: " + length);
    lines.add(header);
    String head = "PUT " + target + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** All up to the empty line; what came before the connection ended, if it does. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int octet;
      try {
        octet = in.read();
      } catch (SocketException e) {
        // A reset ends it too.
        octet = -1;
      }
      if (octet < 0) {
        break;
      }
      head.write(octet);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int status(String head) {
    return head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
  }
}
