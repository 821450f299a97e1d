package io.deltas3proxy.delta;

import io.deltas3proxy.storage.ObjectAddress;

/**
 * A place outside of a table, in the store of the table, of which the table's log may name files:
 * that of the source of a shallow clone, for example.
 *
 * @param bucket physical bucket, not empty
 * @param path key prefix without outer slashes; empty for the whole bucket
 */
public record SharedLocation(String bucket, String path) {
  public SharedLocation {
    if (bucket.isEmpty() || path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("not a location: " + bucket + " " + path);
    }
  }

  /** Whether an object is below the location and could be a file that a log names. */
  boolean holds(ObjectAddress address) {
    return address.bucket().equals(bucket)
        && address.key().startsWith(path.isEmpty() ? "" : path + "/")
        && isFile(address.key());
  }

  /**
   * Whether a key can be that of a data file. Logs, and what platforms keep beside them, are no
   * files of any log, whoever writes it: they tell of whole tables.
   */
  private static boolean isFile(String key) {
    if (key.startsWith("/") || key.endsWith("/")) {
      return false;
    }
    for (String segment : key.split("/", -1)) {
      if (segment.equals(".")
          || segment.equals("..")
          || segment.startsWith("_delta_log")
          || segment.startsWith("_delta_index")) {
        return false;
      }
    }
    return true;
  }
}
