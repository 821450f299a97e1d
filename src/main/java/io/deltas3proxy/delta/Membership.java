package io.deltas3proxy.delta;

import java.util.List;

/**
 * To which partitions of its table an object belongs.
 *
 * @param partitions ids; empty unless the kind says otherwise
 */
public record Membership(Kind kind, List<Integer> partitions) {

  /** What the log says of the object. */
  public enum Kind {
    /** No commit that the index knows names it. */
    UNKNOWN,
    /** It is named, but not with its partition. */
    UNRESOLVED,
    /** A data or change data file: in one partition, or in all of several that it is named with. */
    FILE,
    /** A deletion vector file: of data files in one or more partitions. */
    SHARED
  }

  public static final Membership UNKNOWN = new Membership(Kind.UNKNOWN, List.of());
  public static final Membership UNRESOLVED = new Membership(Kind.UNRESOLVED, List.of());

  public Membership {
    partitions = List.copyOf(partitions);
  }
}
