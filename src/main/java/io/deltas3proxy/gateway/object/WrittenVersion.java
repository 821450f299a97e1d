package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectVersions;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A version that is being written: its row, its places and the lease on it. */
final class WrittenVersion {

  private enum Fate {
    /** Its row is still that of a version that is being written: the lease ends it. */
    OPEN,
    COMMITTED,
    ABANDONED
  }

  private final long id;
  private final PlacePlan plan;
  private final Lease lease;
  private final ObjectVersions versions;
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile Fate fate = Fate.OPEN;

  WrittenVersion(long id, PlacePlan plan, Lease lease, ObjectVersions versions) {
    this.id = id;
    this.plan = plan;
    this.lease = lease;
    this.versions = versions;
  }

  long id() {
    return id;
  }

  PlacePlan plan() {
    return plan;
  }

  Lease lease() {
    return lease;
  }

  /** One more place to write to, recorded before anything is sent there. */
  Optional<Place> nextPlace() throws MetadataUnavailableException {
    Optional<Place> place = plan.takeSpare();
    if (place.isPresent()) {
      versions.plan(id, place.get().replica());
    }
    return place;
  }

  void committed() {
    fate = Fate.COMMITTED;
  }

  void abandoned() {
    fate = Fate.ABANDONED;
  }

  /** Whoever writes it has come to the end, whatever that is. */
  void left() {
    left.countDown();
  }

  /** Waits for the end, and tells whether its places may have been emptied already. */
  boolean isGone() throws MetadataUnavailableException, InterruptedException {
    left.await();
    return switch (fate) {
      case OPEN -> false;
      case ABANDONED -> true;
      case COMMITTED -> versions.find(id).isEmpty();
    };
  }
}
