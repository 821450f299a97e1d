package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.util.Optional;

/** Follows what backends do by themselves: there is no body. */
record CopyCourse(Lease lease, WriteCourse.Planning planning) implements FanOut.Course<Place> {

  @Override
  public void seen(byte[] bytes, int offset, int length) {
    throw new IllegalStateException("a copy has no body");
  }

  @Override
  public void ended() {}

  @Override
  public void goesOn() throws IOException {
    lease.goOn();
  }

  @Override
  public Optional<Place> replacement(Place failed)
      throws MetadataUnavailableException, StoreException {
    return planning.next();
  }
}
