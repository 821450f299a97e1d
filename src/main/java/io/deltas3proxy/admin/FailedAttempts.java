package io.deltas3proxy.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong tokens by client address. */
final class FailedAttempts {

  /** Most failures of one address within {@link #WINDOW}. */
  static final int MOST = 10;

  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 10_000;

  private static final int IPV6_BYTES = 16;
  private static final int NETWORK_BYTES = 8;

  private record Failures(Instant since, int count) {}

  private final Clock clock;

  /** The eldest leave first. */
  private final Map<String, Failures> byAddress = new LinkedHashMap<>();

  FailedAttempts(Clock clock) {
    this.clock = clock;
  }

  synchronized boolean tooMany(String address) {
    Failures failures = byAddress.get(network(address));
    return failures != null && isRecent(failures) && failures.count() >= MOST;
  }

  /** An IPv6 address counts with the others of its /64, which one client may have all of. */
  private static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      // In brackets it is an address and never a name to be looked up.
      byte[] bytes = InetAddress.getByName("[" + address + "]").getAddress();
      return bytes.length == IPV6_BYTES
          ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES)
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }

  synchronized void add(String client) {
    String address = network(client);
    Failures before = byAddress.get(address);
    if (before != null && isRecent(before)) {
      byAddress.put(address, new Failures(before.since(), before.count() + 1));
      return;
    }
    byAddress.remove(address);
    if (byAddress.size() >= MOST_ADDRESSES) {
      byAddress.remove(byAddress.keySet().iterator().next());
    }
    byAddress.put(address, new Failures(clock.instant(), 1));
  }

  private boolean isRecent(Failures failures) {
    return clock.instant().isBefore(failures.since().plus(WINDOW));
  }
}
