package io.deltas3proxy.access;

/** What a grant allows on the partitions that its rules name. */
public enum Privilege {
  READ,
  WRITE
}
