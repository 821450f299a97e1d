package io.deltas3proxy.access;

import io.deltas3proxy.delta.LoggedPath;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.action.LoggedAction.OfFile;
import io.deltas3proxy.delta.action.LoggedAction.Vector;
import io.deltas3proxy.delta.action.MalformedCommitException;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of an action are.
 *
 * @param vector of the deletion vector; {@code null} without one in a file
 * @param inside whether both are below the table's root
 */
record FilePlace(ObjectAddress address, @Nullable ObjectAddress vector, boolean inside) {

  private static final String CHANGE_DATA = "_change_data";

  /**
   * Finds them.
   *
   * @throws CommitRefusedException if one of them can be no file of the table
   */
  static FilePlace of(OfFile action, TableLocation location)
      throws CommitRefusedException, MalformedCommitException {
    LoggedPath path = LoggedPath.read(action.path(), location);
    Vector named = action.vector();
    requirePath(action.path());
    if (named != null && named.absolute()) {
      requirePath(named.path());
    }
    LoggedPath vector = named == null ? null : named.read(location);
    return new FilePlace(
        address(path, location),
        vector == null ? null : address(vector, location),
        isInside(path) && (vector == null || isInside(vector)));
  }

  /** Readers that take a path for a URI leave out what follows these, and read another object. */
  private static void requirePath(String path) throws CommitRefusedException {
    if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      throw CommitReview.refused("a path with a query or a fragment");
    }
  }

  private static boolean isInside(LoggedPath path) {
    return path instanceof LoggedPath.Inside;
  }

  private static ObjectAddress address(LoggedPath path, TableLocation location)
      throws CommitRefusedException {
    return switch (path) {
      case LoggedPath.Inside(String relativeKey) -> {
        if (!isFileKey(relativeKey)) {
          throw CommitReview.refused("a path that no file of a table has");
        }
        yield location.address(relativeKey);
      }
      case LoggedPath.Elsewhere(ObjectAddress address) -> address;
      case LoggedPath.Outside() ->
          throw CommitReview.refused("a path that is not below the table's root");
    };
  }

  /**
   * Whether a data, change data or deletion vector file may have this key. Some readers take out
   * empty segments and dots, and would then read another object than the one that was judged.
   *
   * @param relativeKey decoded, relative to the table's root
   */
  static boolean isFileKey(String relativeKey) {
    if (RuledTableAccess.isPlatformIndex(relativeKey.toLowerCase(Locale.ROOT))) {
      return false;
    }
    for (String segment : relativeKey.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || isLog(segment)) {
        return false;
      }
    }
    return relativeKey.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '\\');
  }

  /**
   * Whether writers of tables have directories of such names. Where directories are real, a file
   * there would keep all others from a partition.
   */
  static boolean isDirectoryName(String relativeKey) {
    String name = relativeKey.substring(relativeKey.lastIndexOf('/') + 1);
    return name.indexOf('=') >= 0 || relativeKey.equalsIgnoreCase(CHANGE_DATA);
  }

  /**
   * Whether a directory is a log: the table's, or that of one within it. Some file systems do not
   * tell upper case from lower.
   */
  private static boolean isLog(String segment) {
    return segment.equalsIgnoreCase("_delta_log");
  }

  void requireInside() throws CommitRefusedException {
    if (!inside) {
      throw CommitReview.refused(
          "a path in a location that tables share needs the right to the whole table");
    }
  }
}
