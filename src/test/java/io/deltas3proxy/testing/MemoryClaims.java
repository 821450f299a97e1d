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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Uncommitted files in memory, which can break as a database does. */
public final class MemoryClaims implements UncommittedFiles {

  private record Place(String store, ObjectAddress address) {}

  private static final class Use {
    private int count;
    private boolean stored;
  }

  private final Clock clock;
  private final Map<Place, Owner> owners = new HashMap<>();
  private final Map<Place, Use> uses = new HashMap<>();
  private boolean broken;
  private int reads;
  private int most = Integer.MAX_VALUE;

  public MemoryClaims(Clock clock) {
    this.clock = clock;
  }

  /** Whether nothing can be known. */
  public void setBroken(boolean broken) {
    this.broken = broken;
  }

  /** How many files all writers together may have. */
  public void setMost(int most) {
    this.most = most;
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
    Place place = new Place(store, address);
    Owner owner = owners.get(place);
    if (owner != null && !owner.writer().equals(writer)) {
      return Claim.OTHERS;
    }
    if (owner == null && owners.size() >= most) {
      return Claim.TOO_MANY;
    }
    begin(place, writer);
    return owner == null ? Claim.NEW : Claim.OWN;
  }

  private Use begin(Place place, String writer) {
    owners.put(place, new Owner(writer, clock.instant()));
    Use use = uses.computeIfAbsent(place, none -> new Use());
    use.count++;
    return use;
  }

  @Override
  public synchronized boolean use(String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException {
    check();
    Place place = new Place(store, address);
    Owner owner = owners.get(place);
    boolean own = owner != null && owner.writer().equals(writer);
    if (own) {
      begin(place, writer);
    }
    return own;
  }

  @Override
  public synchronized Set<ObjectAddress> beginDeletion(
      String store, Collection<ObjectAddress> addresses, Deleter deleter)
      throws AccountsUnavailableException {
    check();
    Instant takesUntil = deleter.takesUntil();
    Set<ObjectAddress> begun = new HashSet<>();
    for (ObjectAddress address : addresses) {
      Place place = new Place(store, address);
      Owner owner = owners.get(place);
      boolean own = owner != null && owner.writer().equals(deleter.writer());
      boolean takes = takesUntil != null && (owner == null || !owner.since().isAfter(takesUntil));
      if (own || takes) {
        begin(place, deleter.writer()).stored = false;
        begun.add(address);
      }
    }
    return begun;
  }

  @Override
  public synchronized void end(
      String store, Collection<ObjectAddress> addresses, String writer, boolean stored)
      throws AccountsUnavailableException {
    check();
    for (ObjectAddress address : addresses) {
      Place place = new Place(store, address);
      Owner owner = owners.get(place);
      Use use = uses.get(place);
      if (owner != null && owner.writer().equals(writer) && use != null) {
        use.count--;
        use.stored |= stored;
        if (use.count <= 0 && !use.stored) {
          owners.remove(place);
          uses.remove(place);
        }
      }
    }
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
