package io.deltas3proxy.access;

/** What a grant allows. */
public enum Privilege {
  /** To see the partitions that the grant's rules name. */
  READ,
  /** To change the partitions that the grant's rules name. Does not let them be seen. */
  WRITE,
  /** To change what the table is: its columns, properties and protocol. Of the whole table. */
  ALTER,
  /** To overwrite and delete what the log needs, or needs no more. Of the whole table. */
  MAINTAIN
}
