package io.deltas3proxy.files;

import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Sends pieces to a store, with the digest of each, and again a few times when the store was not to
 * be had.
 */
final class PieceWriter {

  private static final int MOST_TRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  /** One request to the store. */
  @FunctionalInterface
  interface Sending {
    WrittenObject send(Map<String, String> headers, InputStream body) throws IOException;
  }

  private PieceWriter() {}

  /**
   * Sends a piece.
   *
   * @param headers beside the digest, as {@link PutRequest#headers}
   */
  static WrittenObject write(Map<String, String> headers, Piece piece, Sending sending)
      throws IOException {
    Map<String, String> all = new HashMap<>(headers);
    all.put(FileDigests.MD5, piece.md5());
    for (int tries = 1; ; tries++) {
      try (InputStream body = piece.open()) {
        return sending.send(all, body);
      } catch (StoreException e) {
        if (tries == MOST_TRIES || !StoreFaults.isPassing(e)) {
          throw e;
        }
      }
      pause(tries);
    }
  }

  /** Longer each time, and by chance, so that many do not come back together. */
  private static void pause(int tries) throws IOException {
    long most = FIRST_PAUSE.toMillis() << tries;
    try {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("stopped", e);
    }
  }
}
