package io.deltas3proxy.delta;

/**
 * One table that is offered.
 *
 * @param alias its name in the virtual bucket: the first segment of every key, no slash
 * @param filtered whether readers get a view of the table's log in place of the log itself, so that
 *     nothing tells them of partitions that are not theirs
 */
public record Table(String alias, TableLocation location, boolean filtered) {
  public Table {
    if (alias.isEmpty() || alias.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a table alias: " + alias);
    }
  }

  /** A table whose log is passed through as it is. */
  public Table(String alias, TableLocation location) {
    this(alias, location, false);
  }
}
