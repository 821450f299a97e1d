package io.deltas3proxy.testing;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantSource;
import io.deltas3proxy.access.GrantSources;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Grants that a test gives and takes; each change is a new revision. */
public final class GrantBook implements GrantSource {

  private final List<Grant> grants = new CopyOnWriteArrayList<>();
  private final AtomicInteger revision = new AtomicInteger();
  private final AtomicInteger loads = new AtomicInteger();
  private volatile boolean broken;
  private volatile boolean unconfirmed;

  public GrantBook give(Grant grant) {
    grants.add(grant);
    revision.incrementAndGet();
    return this;
  }

  public void take(String name) {
    grants.removeIf(grant -> grant.name().equals(name));
    revision.incrementAndGet();
  }

  /** Says that something changed. */
  public void touch() {
    revision.incrementAndGet();
  }

  /** Whether grants cannot be read. */
  public void setBroken(boolean broken) {
    this.broken = broken;
  }

  /** Whether nobody knows if the grants are still these. */
  public void setUnconfirmed(boolean unconfirmed) {
    this.unconfirmed = unconfirmed;
  }

  /** How often grants were read. */
  public int loads() {
    return loads.get();
  }

  @Override
  public List<Grant> grantsOf(Caller caller) throws AccountsUnavailableException {
    loads.incrementAndGet();
    if (broken) {
      throw new AccountsUnavailableException("broken", new IOException("gone"));
    }
    // All of them: who they are for is not left to a source alone.
    return List.copyOf(grants);
  }

  public GrantSources sources() {
    return new GrantSources(
        List.of(this),
        () -> {
          if (unconfirmed) {
            throw new AccountsUnavailableException("unconfirmed", new IOException("gone"));
          }
          return revision.get();
        });
  }
}
