package io.deltas3proxy.delta.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a commit (Delta protocol, "Actions"). */
sealed interface LoggedAction {

  enum Kind {
    ADD,
    REMOVE,
    CHANGE_DATA
  }

  /**
   * An action that names a file.
   *
   * @param path as the log writes it
   * @param partitionValues by physical name; {@code null} when the action has none
   * @param vectorPath path of a deletion vector that is named by its path; {@code null} otherwise
   * @param dataChange where in the line the literal {@code true} of {@code dataChange} stands, -1
   *     when there is none
   */
  record OfFile(
      Kind kind,
      String path,
      @Nullable Map<String, @Nullable String> partitionValues,
      @Nullable String vectorPath,
      int dataChange)
      implements LoggedAction {
    public OfFile {
      if (partitionValues != null) {
        partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
      }
    }
  }

  record CommitInfo(ObjectNode fields) implements LoggedAction {}

  record MetaData(ObjectNode fields) implements LoggedAction {}

  record Protocol(ObjectNode fields) implements LoggedAction {}

  /** Goes into every view as it is: {@code txn} and {@code domainMetadata}. */
  record Shared() implements LoggedAction {}

  /** What a commit may not have, or what is not known: goes into no view. */
  record Unknown() implements LoggedAction {}
}
