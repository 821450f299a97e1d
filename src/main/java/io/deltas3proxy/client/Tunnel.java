package io.deltas3proxy.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Two connections as one (RFC 9110, section 9.3.6), until both sides have ended. */
final class Tunnel {

  private static final int BUFFER = 16 * 1024;

  private Tunnel() {}

  /** Gives the bytes that went from the server to the client. */
  static long run(Connection client, Connection server) throws IOException {
    Thread upward = Thread.ofVirtual().name("tunnel").start(() -> oneWay(client, server));
    long bytes = oneWay(server, client);
    try {
      upward.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return bytes;
  }

  private static long oneWay(Connection from, Connection to) {
    long copied = 0;
    try {
      InputStream in = from.in();
      OutputStream out = to.out();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
        copied += read;
      }
      to.endOutputQuietly();
    } catch (IOException e) {
      // Each side must see that the other has broken off.
      from.abort();
      to.abort();
    }
    return copied;
  }
}
