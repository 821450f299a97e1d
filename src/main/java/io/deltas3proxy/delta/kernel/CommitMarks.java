package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.IndexInput;
import io.deltas3proxy.delta.IndexOutput;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the last commits that an index knows were listed: by these a log is known again. Another log
 * at the same place, even one that ends with the same bytes, has other entity tags or times.
 */
final class CommitMarks {

  /** Commits that are remembered. */
  private static final int MOST = 100;

  private final NavigableMap<Long, String> marks;

  /**
   * @param listed by version; the newest are remembered
   * @param newest version of the last commit that the index knows
   */
  CommitMarks(SortedMap<Long, String> listed, long newest) {
    marks = new TreeMap<>(listed.headMap(newest + 1));
    while (marks.size() > MOST) {
      marks.pollFirstEntry();
    }
  }

  /** With later ones of a listing, up to a version. */
  CommitMarks with(SortedMap<Long, String> listed, long newest) {
    NavigableMap<Long, String> all = new TreeMap<>(marks);
    all.putAll(listed);
    return new CommitMarks(all, newest);
  }

  /** Whether the newest one is that of a version. */
  boolean endAt(long version) {
    return !marks.isEmpty() && marks.lastKey() == version;
  }

  long first() {
    return marks.firstKey();
  }

  /** Whether a listing has the commit of the last version as it was. */
  boolean lastIsIn(SortedMap<Long, String> listed) {
    return !marks.isEmpty() && marks.lastEntry().getValue().equals(listed.get(marks.lastKey()));
  }

  /**
   * Whether a listing has all these commits as they were, but for the oldest, which may have been
   * cleaned up.
   */
  boolean areIn(SortedMap<Long, String> listed) {
    return lastIsIn(listed)
        && marks.tailMap(listed.firstKey(), true).entrySet().stream()
            .allMatch(mark -> mark.getValue().equals(listed.get(mark.getKey())));
  }

  void write(IndexOutput out) throws IOException {
    out.number(marks.size());
    for (var mark : marks.entrySet()) {
      out.number((long) mark.getKey());
      out.text(mark.getValue());
    }
  }

  static CommitMarks read(IndexInput in) throws IOException {
    TreeMap<Long, String> marks = new TreeMap<>();
    for (int count = in.count(MOST); count > 0; count--) {
      marks.put(in.longNumber(), in.text());
    }
    return new CommitMarks(marks, Long.MAX_VALUE - 1);
  }
}
