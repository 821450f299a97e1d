package io.deltas3proxy.gateway.metadata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fills one page of a listing from rows in the order of their keys. All that goes into one common
 * prefix is passed over by one further query, however much it is.
 *
 * @param <E> one row
 */
final class JdbcPage<E> {

  private static final int FEWEST = 2;
  private static final int FIRST = 128;
  private static final int GROWTH = 4;

  /** Where rows come from. */
  interface JdbcSource<E> {

    /** The next rows in a range, at most so many. */
    List<E> in(KeyRange range, int most) throws SQLException;

    /** The next rows in a range behind one that was read. */
    List<E> after(E row, KeyRange range, int most) throws SQLException;
  }

  private final KeyGroups groups;
  private final Function<E, String> key;
  private final int most;
  private final List<E> entries = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private @Nullable E lastEntry;
  private @Nullable String group;
  private boolean truncated;

  JdbcPage(KeyGroups groups, Function<E, String> key, int most) {
    this.groups = groups;
    this.key = key;
    this.most = most;
  }

  /**
   * Fills the page.
   *
   * @param from the row behind which it begins; {@code null} for the whole range
   */
  void fill(JdbcSource<E> source, KeyRange whole, @Nullable E from) throws SQLException {
    KeyRange range = whole;
    E behind = from;
    int batch = groups.delimiter() == null ? most + 1 : Math.min(most + 1, FIRST);
    while (true) {
      int want = Math.min(batch, most - size() + 1);
      List<E> rows = behind == null ? source.in(range, want) : source.after(behind, range, want);
      int before = size();
      for (E row : rows) {
        if (!take(row)) {
          truncated = true;
          return;
        }
      }
      if (rows.size() < want) {
        return;
      }
      behind = rows.getLast();
      String passed = group;
      if (passed != null && key.apply(behind).startsWith(passed)) {
        KeyRange rest = range.afterAll(passed);
        if (rest == null) {
          return;
        }
        range = rest;
        behind = null;
      }
      // Where most of what was read is passed over, less is read at once.
      boolean sparse = (size() - before) * 2 <= rows.size();
      batch = sparse ? Math.max(FEWEST, batch / GROWTH) : Math.min(most + 1, batch * GROWTH);
    }
  }

  /** Takes a row in; false if it has no place on the page any more. */
  private boolean take(E row) {
    String name = key.apply(row);
    if (group != null && name.startsWith(group)) {
      return true;
    }
    if (size() == most) {
      return false;
    }
    String of = groups.of(name);
    if (of == null) {
      entries.add(row);
      lastEntry = row;
    } else {
      prefixes.add(of);
      group = of;
      lastEntry = null;
    }
    return true;
  }

  private int size() {
    return entries.size() + prefixes.size();
  }

  List<E> entries() {
    return entries;
  }

  List<String> prefixes() {
    return prefixes;
  }

  /** Whether there is more. */
  boolean isTruncated() {
    return truncated;
  }

  /** The last one on the page; {@code null} if that is a common prefix. */
  @Nullable E lastEntry() {
    return lastEntry;
  }

  /** The key of the last one on the page, or the common prefix. */
  String lastName() {
    if (lastEntry != null) {
      return key.apply(lastEntry);
    }
    return group == null ? "" : group;
  }
}
