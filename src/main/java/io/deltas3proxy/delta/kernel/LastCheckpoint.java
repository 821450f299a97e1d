package io.deltas3proxy.delta.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;

/**
 * The file that points to the newest checkpoint (Delta protocol, "Last Checkpoint File"). Kernel
 * goes on without one that it cannot read; here a damaged one is taken as a sign that the log was
 * tampered with.
 */
final class LastCheckpoint {

  /** Most bytes of the file; it may carry the schema of the checkpoint. */
  private static final int MOST_BYTES = 4 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private LastCheckpoint() {}

  /** Does nothing if the file is missing or sound. */
  static void check(TableLocation location) throws IOException {
    byte[] text;
    try (ObjectContent content =
        location
            .store()
            .get(ReadRequest.whole(location.address(LogListing.DIRECTORY + "_last_checkpoint")))) {
      text = content.body().readNBytes(MOST_BYTES + 1);
    } catch (StoreException.NotFound e) {
      return;
    }
    if (text.length > MOST_BYTES || !isSound(text)) {
      throw new MalformedLogException("_last_checkpoint is damaged");
    }
  }

  private static boolean isSound(byte[] text) throws IOException {
    try {
      JsonNode node = JSON.readTree(text);
      return node != null
          && node.path("version").isIntegralNumber()
          && node.path("version").asLong() >= 0;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
