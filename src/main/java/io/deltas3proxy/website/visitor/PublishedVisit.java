package io.deltas3proxy.website.visitor;

/**
 * A visit as it leaves this process.
 *
 * @param nanos since 1970 when it came; no two visits of a process have the same
 * @param address of the visitor, cut where that is wanted
 */
record PublishedVisit(Visit visit, long nanos, String address, Location location) {

  /** Unique also among the visits of several processes, and the same whenever it is made. */
  String id() {
    return "%016x%s".formatted(nanos, visit.id());
  }
}
