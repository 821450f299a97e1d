package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Writes a commit and finds out what became of it. Each gets a mark of its own as user metadata;
 * when the answer of the store is lost, the object tells by its mark whose it is. What is not there
 * then may still come: that stays not known.
 */
public final class CommitPut {

  /** The user metadata that tells one write from another. */
  public static final String MARK = "x-amz-meta-delta-s3-proxy-write";

  private static final int LOOKS = 3;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private CommitPut() {}

  /**
   * Writes it.
   *
   * @param store to look with
   * @param writer to write with
   * @throws StoreException.PreconditionFailed if somebody else's object is there
   * @throws StoreException.Indeterminate if it is not known
   */
  public static WrittenObject run(
      ObjectStore store, ObjectWriter writer, PutRequest request, InputStream body)
      throws IOException {
    String mark = UUID.randomUUID().toString();
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put(MARK, mark);
    PutRequest marked =
        new PutRequest(
            request.address(), request.length(), headers, request.conditions(), request.trailer());
    try {
      return writer.put(marked, body);
    } catch (StoreException.Indeterminate e) {
      return settle(store, marked, mark, e);
    }
  }

  private static WrittenObject settle(
      ObjectStore store, PutRequest request, String mark, StoreException.Indeterminate unknown)
      throws StoreException {
    for (int look = 0; look < LOOKS; look++) {
      if (look > 0 && !pause()) {
        break;
      }
      try {
        ObjectInfo info = store.head(ReadRequest.whole(request.address())).info();
        if (mark.equals(info.headers().get(MARK))) {
          return new WrittenObject(info.eTag(), info.lastModified(), Map.of());
        }
        if (request.conditions().ifAbsent()) {
          throw new StoreException.PreconditionFailed("another commit is there");
        }
        break;
      } catch (StoreException.PreconditionFailed e) {
        throw e;
      } catch (StoreException e) {
        unknown.addSuppressed(e);
      }
    }
    throw unknown;
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
