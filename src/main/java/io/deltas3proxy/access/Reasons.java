package io.deltas3proxy.access;

import io.deltas3proxy.storage.ObjectAddress;

/** Tells what a decision rests on, worked out when asked: decisions themselves stay cheap. */
@FunctionalInterface
interface Reasons {

  /**
   * What the rules that decided find in the table's index as it is now. Does no I/O; takes some
   * microseconds.
   */
  Grounds of(ObjectAddress address);
}
