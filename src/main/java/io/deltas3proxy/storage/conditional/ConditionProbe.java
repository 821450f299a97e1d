package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a store evaluates conditions of writes: it writes an object of its own, writes
 * it again on the condition that there is none, and deletes it.
 */
final class ConditionProbe {

  private static final Logger LOG = LoggerFactory.getLogger(ConditionProbe.class);

  private static final byte[] CONTENT =
      "Written to find out whether this store evaluates If-None-Match; may be deleted.\n"
          .getBytes(StandardCharsets.US_ASCII);

  private ConditionProbe() {}

  /**
   * Asks a store.
   *
   * @param directory key prefix, ending in a slash or empty, in which the object may be written for
   *     a moment; its name begins with a dot, which readers of tables pass over
   * @throws IOException if the store cannot be asked
   */
  static boolean hasConditions(ObjectWriter writer, String bucket, String directory)
      throws IOException {
    ObjectAddress address =
        new ObjectAddress(bucket, directory + ".delta-s3-proxy-probe-" + UUID.randomUUID());
    try {
      put(writer, address, WriteConditions.NONE);
      try {
        put(writer, address, WriteConditions.IF_ABSENT);
        return false;
      } catch (StoreException.PreconditionFailed e) {
        return true;
      } catch (StoreException.Unsupported | StoreException.Invalid e) {
        return false;
      }
    } finally {
      delete(writer, address);
    }
  }

  private static void put(ObjectWriter writer, ObjectAddress address, WriteConditions conditions)
      throws IOException {
    PutRequest request = new PutRequest(address, CONTENT.length, Map.of(), conditions, null);
    writer.put(request, new ByteArrayInputStream(CONTENT));
  }

  private static void delete(ObjectWriter writer, ObjectAddress address) {
    try {
      writer.delete(address);
    } catch (StoreException e) {
      LOG.warn("An object that was written to try the store was not deleted: {}", e.getMessage());
    }
  }
}
