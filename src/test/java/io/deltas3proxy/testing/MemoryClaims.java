package io.deltas3proxy.testing;

import io.deltas3proxy.access.UncommittedFiles;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ObjectAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Uncommitted files in memory, which can break as a database does. */
public final class MemoryClaims implements UncommittedFiles {

  private record Place(String store, ObjectAddress address) {}

  private final Clock clock;
  private final Map<Place, Owner> owners = new HashMap<>();
  private boolean broken;
  private int reads;

  public MemoryClaims(Clock clock) {
    this.clock = clock;
  }

  /** Whether nothing can be known. */
  public void setBroken(boolean broken) {
    this.broken = broken;
  }

  /** How often something was asked. */
  public int reads() {
    return reads;
  }

  private void check() throws AccountsUnavailableException {
    reads++;
    if (broken) {
      throw new AccountsUnavailableException("the database is gone");
    }
  }

  @Override
  public synchronized Claim claim(String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException {
    check();
    Owner owner = owners.putIfAbsent(new Place(store, address), new Owner(writer, clock.instant()));
    if (owner == null) {
      return Claim.NEW;
    }
    return owner.writer().equals(writer) ? Claim.OWN : Claim.OTHERS;
  }

  @Override
  public synchronized Map<ObjectAddress, Owner> owners(
      String store, Collection<ObjectAddress> addresses) throws AccountsUnavailableException {
    check();
    Map<ObjectAddress, Owner> found = new HashMap<>();
    for (ObjectAddress address : addresses) {
      Owner owner = owners.get(new Place(store, address));
      if (owner != null) {
        found.put(address, owner);
      }
    }
    return found;
  }

  @Override
  public synchronized List<Owned> below(Range range, @Nullable String writer, int most)
      throws AccountsUnavailableException {
    check();
    List<Owned> found = new ArrayList<>();
    owners.forEach((place, owner) -> {
      String key = place.address().key();
      if (place.store().equals(range.store())
          && place.address().bucket().equals(range.bucket())
          && key.startsWith(range.prefix())
          && KeyOrder.UTF_8.compare(key, range.from()) >= 0
          && (writer == null || owner.writer().equals(writer))) {
        found.add(new Owned(key, owner));
      }
    });
    found.sort((one, other) -> KeyOrder.UTF_8.compare(one.key(), other.key()));
    return found.subList(0, Math.min(most, found.size()));
  }

  @Override
  public synchronized void forget(String store, Collection<ObjectAddress> addresses, String writer)
      throws AccountsUnavailableException {
    check();
    for (ObjectAddress address : addresses) {
      owners
          .entrySet()
          .removeIf(entry ->
              entry.getKey().equals(new Place(store, address))
                  && entry.getValue().writer().equals(writer));
    }
  }

  @Override
  public synchronized int forgetOlder(Instant moment) throws AccountsUnavailableException {
    check();
    int before = owners.size();
    owners.values().removeIf(owner -> owner.since().isBefore(moment));
    return before - owners.size();
  }
}
