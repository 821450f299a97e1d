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

  /**
   * The version that the file points to; the log has at least that one.
   *
   * @return -1 without a file
   */
  static long version(TableLocation location) throws IOException {
    byte[] text;
    try (ObjectContent content =
        location
            .store()
            .get(ReadRequest.whole(location.address(LogListing.DIRECTORY + "_last_checkpoint")))) {
      text = content.body().readNBytes(MOST_BYTES + 1);
    } catch (StoreException.NotFound e) {
      return -1;
    }
    long version = text.length > MOST_BYTES ? -1 : parse(text);
    if (version < 0) {
      throw new MalformedLogException("_last_checkpoint is damaged");
    }
    return version;
  }

  private static long parse(byte[] text) throws IOException {
    try {
      JsonNode node = JSON.readTree(text);
      JsonNode version = node == null ? null : node.get("version");
      return version != null && version.isIntegralNumber() ? version.asLong() : -1;
    } catch (JsonProcessingException e) {
      return -1;
    }
  }
}
