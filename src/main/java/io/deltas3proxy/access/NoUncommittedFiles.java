package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where nothing is written: nobody has such files, and nobody gets any. */
public final class NoUncommittedFiles implements UncommittedFiles {

  @Override
  public Claim claim(String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException {
    throw new AccountsUnavailableException("there is no database to claim files in");
  }

  @Override
  public Map<ObjectAddress, Owner> owners(String store, Collection<ObjectAddress> addresses) {
    return Map.of();
  }

  @Override
  public List<Owned> below(Range range, @Nullable String writer, int most) {
    return List.of();
  }

  @Override
  public boolean use(String store, ObjectAddress address, String writer) {
    return false;
  }

  @Override
  public Set<ObjectAddress> beginDeletion(
      String store, Collection<ObjectAddress> addresses, Deleter deleter) {
    return Set.of();
  }

  @Override
  public void end(
      String store, Collection<ObjectAddress> addresses, String writer, boolean stored) {
    // None has begun.
  }

  @Override
  public void forget(String store, Collection<ObjectAddress> addresses, String writer) {
    // There are none.
  }

  @Override
  public int forgetOlder(Instant moment) {
    return 0;
  }
}
