package io.deltas3proxy.delta.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One action of a log that names a file.
 *
 * @param path as the log writes it
 * @param partition values in the order of the schema; {@code null} when the action does not have
 *     them all
 * @param deletionVector as the log writes it; {@code null} for none
 * @param deletedAt for a removal, milliseconds since 1970; {@code null} when it does not say
 * @param size of an added file in bytes; 0 where it was not read
 */
record FileAction(
    Kind kind,
    String path,
    @Nullable List<@Nullable String> partition,
    @Nullable DeletionVector deletionVector,
    @Nullable Long deletedAt,
    long size) {

  enum Kind {
    ADD,
    REMOVE,
    CHANGE_DATA
  }

  /** Storage type and path of a deletion vector (Delta protocol, "Deletion Vectors"). */
  record DeletionVector(String storageType, String path) {}
}
