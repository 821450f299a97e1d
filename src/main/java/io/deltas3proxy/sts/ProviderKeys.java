package io.deltas3proxy.sts;

import com.nimbusds.jose.jwk.JWK;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one provider as they were loaded last. They are loaded anew when they are old, or
 * when a token names a key that is not among them or is not verified by them; however many such
 * tokens come, at most once within {@link #PAUSE}. While the provider does not answer, the keys are
 * kept up to {@link #KEPT}.
 */
final class ProviderKeys {

  /** When keys are looked for anew. */
  static final Duration FRESH = Duration.ofMinutes(10);

  /** How long keys are good that cannot be looked for: a key that was withdrawn is so long good. */
  static final Duration KEPT = Duration.ofHours(6);

  /** Least time between two attempts. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);
  private static final Duration WAIT = Duration.ofSeconds(15);

  private final String provider;
  private final KeySource source;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Snapshot snapshot;
  private @Nullable Instant attempted;

  ProviderKeys(String provider, KeySource source, Clock clock) {
    this.provider = provider;
    this.source = source;
    this.clock = clock;
  }

  private record Snapshot(List<JWK> keys, Instant loaded) {

    boolean knows(@Nullable String keyId) {
      return keyId == null || keys.stream().anyMatch(key -> keyId.equals(key.getKeyID()));
    }

    boolean isYoungerThan(Duration age, Instant now) {
      return now.isBefore(loaded.plus(age));
    }
  }

  /**
   * All keys that are known, after a look for new ones where that may help.
   *
   * @param keyId of the key that is wanted; {@code null} for a token that names none
   */
  List<JWK> forKey(@Nullable String keyId) throws ProviderUnavailableException {
    Snapshot seen = snapshot;
    Instant now = clock.instant();
    boolean wanted = seen != null && seen.knows(keyId);
    if (seen != null && wanted && seen.isYoungerThan(FRESH, now)) {
      return seen.keys();
    }
    if (seen != null && wanted && seen.isYoungerThan(KEPT, now) && lock.isLocked()) {
      // Somebody looks already, and what is known does.
      return seen.keys();
    }
    return loadedAfter(seen).keys();
  }

  /**
   * All keys that are known, after a look for new ones where that may help a token that these do
   * not verify: a provider may replace a key under its old name, or name no keys in its tokens.
   */
  List<JWK> insteadOf(List<JWK> tried) throws ProviderUnavailableException {
    Snapshot seen = snapshot;
    boolean newest = seen != null && seen.keys().equals(tried);
    return newest ? loadedAfter(seen).keys() : forKey(null);
  }

  private Snapshot loadedAfter(@Nullable Snapshot seen) throws ProviderUnavailableException {
    try {
      if (!lock.tryLock(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProviderUnavailableException("keys of " + provider + " take too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailableException("interrupted", e);
    }
    try {
      Snapshot present = snapshot;
      Instant now = clock.instant();
      if (present != null && (seen == null || present.loaded().isAfter(seen.loaded()))) {
        return present;
      }
      if (attempted != null && now.isBefore(attempted.plus(PAUSE))) {
        return kept(present, now, new ProviderUnavailableException("asked a moment ago"));
      }
      attempted = now;
      return load(present, now);
    } finally {
      lock.unlock();
    }
  }

  private Snapshot load(@Nullable Snapshot present, Instant now)
      throws ProviderUnavailableException {
    try {
      Snapshot loaded = new Snapshot(List.copyOf(source.load()), now);
      snapshot = loaded;
      return loaded;
    } catch (ProviderUnavailableException e) {
      LOG.warn("Identity provider {}: no keys: {}", provider, e.getMessage());
      return kept(present, now, e);
    }
  }

  private static Snapshot kept(
      @Nullable Snapshot present, Instant now, ProviderUnavailableException failure)
      throws ProviderUnavailableException {
    if (present == null || !present.isYoungerThan(KEPT, now)) {
      throw failure;
    }
    return present;
  }
}
