package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.util.Optional;

/** Follows a body that becomes a version: its digests, its lease, and who takes over. */
final class WriteCourse implements FanOut.Course<Place> {

  /** Records a place before anything is sent to it. */
  @FunctionalInterface
  interface Planning {
    Optional<Place> next() throws MetadataUnavailableException, StoreException;
  }

  private final BodyDigest digest;
  private final Lease lease;
  private final Planning planning;

  WriteCourse(BodyDigest digest, Lease lease, Planning planning) {
    this.digest = digest;
    this.lease = lease;
    this.planning = planning;
  }

  @Override
  public void seen(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public void ended() throws IOException {
    digest.end();
  }

  @Override
  public void goesOn() throws IOException {
    lease.goOn();
  }

  @Override
  public Optional<Place> replacement(Place failed)
      throws IOException, MetadataUnavailableException {
    return planning.next();
  }
}
