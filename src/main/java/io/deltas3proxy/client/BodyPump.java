package io.deltas3proxy.client;

import java.io.IOException;

/**
 * Sends the body of a request while its answer is waited for: a server may refuse before it has
 * read all of it.
 */
final class BodyPump {

  private final Thread thread;
  private volatile boolean whole;

  BodyPump(Framing framing, Connection client, Connection server) {
    thread =
        Thread.ofVirtual()
            .name("request body")
            .start(() -> {
              try {
                BodyCopy.copy(framing, client.in(), server.out());
                whole = true;
              } catch (IOException e) {
                // What is not sent to its end must not be waited for by the server.
                server.endOutputQuietly();
              }
            });
  }

  /** Whether all of it was sent: only then the connections can go on. */
  boolean isWhole() {
    return whole;
  }

  /** Waits until it has ended, or failed; the connections end it where it does not. */
  void await() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
