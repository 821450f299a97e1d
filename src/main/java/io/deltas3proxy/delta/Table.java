package io.deltas3proxy.delta;

/**
 * One table that is offered.
 *
 * @param alias its name in the virtual bucket: the first segment of every key, no slash
 */
public record Table(String alias, TableLocation location) {
  public Table {
    if (alias.isEmpty() || alias.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a table alias: " + alias);
    }
  }
}
