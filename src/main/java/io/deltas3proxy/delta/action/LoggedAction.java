package io.deltas3proxy.delta.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.delta.LoggedPath;
import io.deltas3proxy.delta.TableLocation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a commit (Delta protocol, "Actions"). */
public sealed interface LoggedAction {

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
   * @param vector the file of the action's deletion vector; {@code null} when there is none, or
   *     when it stands in the line itself
   * @param dataChange where in the line the literal {@code true} of {@code dataChange} stands, -1
   *     when there is none
   */
  record OfFile(
      Kind kind,
      String path,
      @Nullable Map<String, @Nullable String> partitionValues,
      @Nullable Vector vector,
      int dataChange)
      implements LoggedAction {
    public OfFile {
      if (partitionValues != null) {
        partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
      }
    }

    /** The path of a deletion vector that is named by a whole path; {@code null} otherwise. */
    public @Nullable String vectorPath() {
      return vector != null && vector.absolute() ? vector.path() : null;
    }
  }

  /**
   * A deletion vector in a file (Delta protocol, "Deletion Vectors").
   *
   * @param absolute whether the path is a whole one; otherwise it is made of an optional prefix and
   *     a UUID
   */
  record Vector(boolean absolute, String path) {

    /**
     * What it means.
     *
     * @throws MalformedCommitException if it is no path of a deletion vector
     */
    public LoggedPath read(TableLocation location) throws MalformedCommitException {
      return absolute
          ? LoggedPath.read(path, location)
          : new LoggedPath.Inside(VectorName.of(path));
    }
  }

  record CommitInfo(ObjectNode fields) implements LoggedAction {}

  record MetaData(ObjectNode fields) implements LoggedAction {}

  record Protocol(ObjectNode fields) implements LoggedAction {}

  /** The progress of an application: {@code txn}. */
  record Transaction() implements LoggedAction {}

  /**
   * A configuration under a name.
   *
   * @param domain the name
   * @param removed whether it is taken away
   */
  record DomainMetadata(String domain, boolean removed) implements LoggedAction {}

  /** What a commit may not have, or what is not known. */
  record Unknown() implements LoggedAction {}
}
