package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a store evaluates conditions: it writes an object of its own, changes it on a
 * condition that does not hold, and deletes it.
 */
final class ConditionProbe {

  private static final Logger LOG = LoggerFactory.getLogger(ConditionProbe.class);

  private static final byte[] CONTENT =
      "Written to find out whether this store evaluates conditions; may be deleted.\n"
          .getBytes(StandardCharsets.US_ASCII);

  /** The entity tag of nothing: that of no object with content. */
  private static final String ANOTHER_TAG = "\"d41d8cd98f00b204e9800998ecf8427e\"";

  private final ObjectWriter writer;
  private final ObjectAddress address;

  private ConditionProbe(ObjectWriter writer, ObjectAddress address) {
    this.writer = writer;
    this.address = address;
  }

  /**
   * A trial of a store.
   *
   * @param directory key prefix, ending in a slash or empty, in which the object may be written for
   *     a moment; its name begins with a dot, which readers of tables pass over
   */
  static ConditionProbe in(ObjectWriter writer, String bucket, String directory) {
    return new ConditionProbe(
        writer,
        new ObjectAddress(bucket, directory + ".delta-s3-proxy-probe-" + UUID.randomUUID()));
  }

  /**
   * Asks the store.
   *
   * @throws IOException if it cannot be asked
   */
  boolean keeps(ConditionalOperation operation) throws IOException {
    try {
      put(WriteConditions.NONE);
      return switch (operation) {
        case PUT -> isRefused(() -> put(WriteConditions.IF_ABSENT));
        case COPY -> isRefused(this::copy);
        case COMPLETE -> keepsAtCompletion();
        case DELETE ->
            isRefused(() -> writer.delete(address, ANOTHER_TAG))
                && isRefused(() -> writer.delete(absent(), "*"));
      };
    } finally {
      delete();
    }
  }

  private ObjectAddress absent() {
    return new ObjectAddress(address.bucket(), address.key() + "-absent");
  }

  /** What must not be done. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private static boolean isRefused(Change change) throws IOException {
    try {
      change.make();
      return false;
    } catch (StoreException.PreconditionFailed e) {
      return true;
    } catch (StoreException.Unsupported | StoreException.Invalid e) {
      return false;
    }
  }

  private WrittenObject put(WriteConditions conditions) throws IOException {
    PutRequest request = new PutRequest(address, CONTENT.length, Map.of(), conditions, null);
    return writer.put(request, new ByteArrayInputStream(CONTENT));
  }

  /** Onto itself, which S3 does for other metadata. */
  private void copy() throws StoreException {
    var unused =
        writer.copy(
            new CopyRequest(
                address,
                address,
                ReadConditions.NONE,
                Map.of("x-amz-meta-copied", "1"),
                WriteConditions.IF_ABSENT));
  }

  private boolean keepsAtCompletion() throws IOException {
    String id = writer.createUpload(address, Map.of());
    try {
      PutRequest request =
          new PutRequest(address, CONTENT.length, Map.of(), WriteConditions.NONE, null);
      WrittenObject part =
          writer.putPart(new PartAddress(id, 1), request, new ByteArrayInputStream(CONTENT));
      UploadCompletion completion =
          new UploadCompletion(
              address,
              id,
              List.of(new UploadCompletion.Part(1, part.eTag(), Map.of())),
              Map.of(),
              WriteConditions.IF_ABSENT);
      return isRefused(() -> writer.completeUpload(completion));
    } finally {
      abort(id);
    }
  }

  private void abort(String id) {
    try {
      writer.abortUpload(address, id);
    } catch (StoreException.NoSuchUpload e) {
      // It became the object.
    } catch (StoreException e) {
      LOG.warn("An upload that was begun to try the store is left there: {}", e.getMessage());
    }
  }

  private void delete() {
    try {
      writer.delete(address);
    } catch (StoreException e) {
      LOG.warn("An object that was written to try the store was not deleted: {}", e.getMessage());
    }
  }
}
