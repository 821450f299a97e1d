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

  /** Groups of an IPv6 address that name its network: one client has all addresses behind them. */
  private static final int NETWORK_GROUPS = 4;

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
   * @param accessKey the id of a lasting key, which is what is limited
   * @param user whose it is
   */
  public Admission admit(String accessKey, String user) {
    return admit(accessKeys, accessKey, settings.of(user));
  }

  /**
   * Asks for a request of somebody with temporary keys. Whoever may take on sessions may have any
   * number of them: they count together.
   *
   * @param user whose they are
   */
  public Admission admitSession(String user) {
    return admit("sessions of " + user, user);
  }

  /**
   * Asks for a request of somebody anonymous.
   *
   * @param address where they are: an IPv6 address counts with the others of its network
   */
  public Admission admitAnonymous(String address) {
    return admit(addresses, network(address), settings.of(null));
  }

  /** Of an IPv6 address its first 64 bits, of any other the whole. */
  static String network(String address) {
    int end = -1;
    for (int group = 0; group < NETWORK_GROUPS; group++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end);
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
