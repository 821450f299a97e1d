package io.deltas3proxy.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Stands before a server on this machine and changes what passes in both directions: wherever
 * {@link #MARK} is sent, other bytes of the same length arrive.
 */
public final class CorruptingRelay implements AutoCloseable {

  /** What does not arrive as it was sent. */
  public static final String MARK = "these-bytes-are-fragile";

  private static final byte[] SENT = MARK.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ARRIVES =
      MARK.replace("fragile", "changed").getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final int target;

  /** Listens on a port of its own. */
  public CorruptingRelay(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed, or a client that has gone.
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (IOException | InterruptedException e) {
      // Its end is what the other side sees.
    }
  }

  private static void copy(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        change(buffer, length);
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // Its end is what the other side sees.
    }
  }

  private static void change(byte[] buffer, int length) {
    for (int at = 0; at + SENT.length <= length; at++) {
      if (java.util.Arrays.equals(buffer, at, at + SENT.length, SENT, 0, SENT.length)) {
        System.arraycopy(ARRIVES, 0, buffer, at, ARRIVES.length);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
