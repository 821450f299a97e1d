package io.deltas3proxy.access;

import org.jspecify.annotations.Nullable;

/**
 * Which partitions of an explanation are wanted, in the order of their values.
 *
 * @param offset those before are left out
 * @param most 1 to {@link #LARGEST}
 * @param allowed only those that are allowed, or only those that are not; {@code null} for both
 */
public record PartitionPage(int offset, int most, @Nullable Boolean allowed) {

  public static final int LARGEST = 10_000;

  public PartitionPage {
    if (offset < 0 || most < 1 || most > LARGEST) {
      throw new IllegalArgumentException("1 to " + LARGEST + " partitions from 0 on");
    }
  }

  /** The first page. */
  public static PartitionPage first(int most) {
    return new PartitionPage(0, most, null);
  }
}
