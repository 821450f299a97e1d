package io.deltas3proxy.sts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The endpoints of one provider as they were found last; one asks, the others wait for it. */
final class LoginDiscovery {

  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final IdentityProvider provider;
  private final DocumentReader documents;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable LoginEndpoints known;
  private Instant next = Instant.MIN;

  LoginDiscovery(IdentityProvider provider, DocumentReader documents, Clock clock) {
    this.provider = provider;
    this.documents = documents;
    this.clock = clock;
  }

  /** The endpoints; those known before while the provider does not answer. */
  LoginEndpoints endpoints() throws ProviderUnavailableException {
    lock.lock();
    try {
      return locked();
    } finally {
      lock.unlock();
    }
  }

  private LoginEndpoints locked() throws ProviderUnavailableException {
    LoginEndpoints before = known;
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      if (before == null) {
        throw new ProviderUnavailableException(provider.name() + " was asked a moment ago");
      }
      return before;
    }
    next = now.plus(PAUSE);
    try {
      LoginEndpoints found =
          LoginEndpoints.of(provider, documents.read(provider.discovery(), provider.address()));
      known = found;
      next = now.plus(FRESH);
      return found;
    } catch (ProviderUnavailableException e) {
      if (before == null) {
        throw e;
      }
      return before;
    }
  }
}
