package io.deltas3proxy.limits;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Admits requests as far as the limits of their keys go. Any number of threads ask; none waits for
 * another.
 */
public final class Limits {

  /** Keys that are remembered of each kind; each takes about 200 bytes. */
  static final int MOST_KEYS = 50_000;

  private final LimitSettings settings;
  private final LongSupplier nanoTime;
  private final long start;

  /** Apart, so that anonymous callers, however many, crowd no access key out. */
  private final Usages accessKeys;

  private final Usages addresses;

  /**
   * Makes the limits.
   *
   * @param nanoTime elapsed time in nanoseconds, from any start
   */
  public Limits(LimitSettings settings, LongSupplier nanoTime) {
    this(settings, nanoTime, MOST_KEYS);
  }

  Limits(LimitSettings settings, LongSupplier nanoTime, int mostKeys) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.accessKeys = new Usages(mostKeys);
    this.addresses = new Usages(mostKeys);
  }

  /** Nanoseconds since these limits were made. */
  long now() {
    return nanoTime.getAsLong() - start;
  }

  /**
   * Asks for a request of somebody whose signature was verified.
   *
   * @param accessKey what is limited: the id of a lasting key, or what stands for all temporary
   *     keys of a user
   * @param user whose it is
   */
  public Admission admit(String accessKey, String user) {
    return admit(accessKeys, accessKey, settings.of(user));
  }

  /**
   * Asks for a request of somebody anonymous.
   *
   * @param network where they are
   */
  public Admission admitAnonymous(String network) {
    return admit(addresses, network, settings.of(null));
  }

  private Admission admit(Usages usages, String key, Allowance allowance) {
    if (allowance.isUnlimited()) {
      return new Admission.Admitted(new Pass(new Usage(), allowance, this, 0));
    }
    while (true) {
      long now = now();
      Usage usage = usages.of(key, now);
      Admission admission = admit(usage, allowance, now);
      if (admission != null) {
        return admission;
      }
      usages.remove(key, usage);
    }
  }

  /** The answer, or {@code null} when the usage was forgotten in the meantime. */
  private @Nullable Admission admit(Usage usage, Allowance allowance, long now) {
    long debt = usage.debt(now);
    if (allowance.bytesPerSecond() > 0 && debt > 0) {
      return refused(Limit.BYTES_PER_SECOND, debt);
    }
    switch (usage.enter(allowance.concurrentRequests())) {
      case FULL -> {
        return refused(Limit.CONCURRENT_REQUESTS, Usage.SECOND);
      }
      case FORGOTTEN -> {
        return null;
      }
      case ENTERED -> {}
    }
    if (allowance.requestsPerSecond() > 0) {
      long wait = usage.take(allowance.requestsPerSecond(), now);
      if (wait > 0) {
        usage.leave();
        return refused(Limit.REQUESTS_PER_SECOND, wait);
      }
    }
    return new Admission.Admitted(new Pass(usage, allowance, this, now));
  }

  private static Admission refused(Limit limit, long nanos) {
    return new Admission.Refused(limit, Duration.ofNanos(nanos));
  }

  /** Access keys and networks that are remembered. */
  int remembered() {
    return accessKeys.size() + addresses.size();
  }
}
