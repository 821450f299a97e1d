package io.deltas3proxy.delta.kernel;

import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files that lie directly in the table's log, and remembers what it saw of commits, so
 * that a log that was replaced by another one is noticed.
 */
final class LogListing {

  static final String DIRECTORY = "_delta_log/";

  private static final int PAGE = 1000;

  /** Most pages of one listing, two million files. */
  private static final int MOST_PAGES = 2000;

  private final TableLocation location;
  private final SortedMap<Long, String> commits = new TreeMap<>();
  private @Nullable List<ListedObject> prepared;
  private long newestCheckpoint = -1;

  LogListing(TableLocation location) {
    this.location = location;
  }

  /**
   * Lists the log from a commit on, once, and answers later calls of {@link #from} at or after it
   * without asking again.
   */
  void prepare(long firstVersion) throws IOException {
    prepared = list(DIRECTORY + commitName(firstVersion));
  }

  /** All files of the log from its start. */
  List<ListedObject> all() throws IOException {
    return list(DIRECTORY);
  }

  /** Entity tag and time of each commit that was listed, by version. */
  SortedMap<Long, String> commits() {
    return commits;
  }

  /** Whether a commit with a greater version was listed. */
  boolean hasCommitAfter(long version) {
    return !commits.isEmpty() && commits.lastKey() > version;
  }

  /** The greatest version of a checkpoint that was listed, -1 for none. */
  long newestCheckpoint() {
    return newestCheckpoint;
  }

  CloseableIterator<FileStatus> from(String relativeKey, String root) throws IOException {
    int directoryLength = relativeKey.lastIndexOf('/') + 1;
    if (!relativeKey.startsWith(DIRECTORY) || directoryLength != DIRECTORY.length()) {
      throw new IOException("only the log is listed, not " + relativeKey);
    }
    String firstKey = location.keyPrefix() + relativeKey;
    List<ListedObject> listed = prepared == null ? list(relativeKey) : prepared;
    List<FileStatus> files = new ArrayList<>();
    for (ListedObject object : listed) {
      if (object.key().compareTo(firstKey) >= 0) {
        files.add(status(object, root));
      }
    }
    return new LogFileIterator(files.iterator());
  }

  FileStatus status(ListedObject object, String root) {
    String key = object.key().substring(location.keyPrefix().length());
    return FileStatus.of(root + key, object.size(), object.lastModified().toEpochMilli());
  }

  private List<ListedObject> list(String firstRelativeKey) throws IOException {
    String prefix = location.keyPrefix() + DIRECTORY;
    String first = location.keyPrefix() + firstRelativeKey;
    // The store starts after a key: one unit less than the first is before it, and close.
    String startAfter = first.equals(prefix) ? null : first.substring(0, first.length() - 1);
    List<ListedObject> objects = new ArrayList<>();
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      ListingPage page =
          location
              .store()
              .list(new ListingRequest(location.bucket(), prefix, "/", startAfter, PAGE));
      for (ListedObject object : page.objects()) {
        if (object.key().compareTo(first) >= 0) {
          objects.add(object);
          remember(object, prefix);
        }
      }
      if (!page.truncated()) {
        return objects;
      }
      startAfter = page.nextStartAfter();
    }
    throw new IOException("the log has more than " + MOST_PAGES * PAGE + " files");
  }

  private void remember(ListedObject object, String prefix) {
    String name = object.key().substring(prefix.length());
    long version = commitVersion(name);
    if (version >= 0) {
      commits.put(version, object.eTag() + "@" + object.lastModified().toEpochMilli());
    } else if (name.startsWith(".checkpoint.", 20)) {
      newestCheckpoint = Math.max(newestCheckpoint, version(name));
    }
  }

  static String commitName(long version) {
    return String.format("%020d.json", version);
  }

  /** The version of a file name such as {@code 00000000000000000012.json}, else -1. */
  static long commitVersion(String name) {
    return name.length() == 25 && name.endsWith(".json") ? version(name) : -1;
  }

  /** The version that a name starts with, in 20 digits, else -1. */
  private static long version(String name) {
    long version = 0;
    for (int i = 0; i < 20; i++) {
      char digit = name.charAt(i);
      if (digit < '0' || digit > '9' || version > Long.MAX_VALUE / 10 - 1) {
        return -1;
      }
      version = version * 10 + (digit - '0');
    }
    return version;
  }
}
