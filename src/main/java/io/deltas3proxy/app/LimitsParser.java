package io.deltas3proxy.app;

import io.deltas3proxy.limits.Allowance;
import io.deltas3proxy.limits.LimitSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what one access key may ask for. */
final class LimitsParser {

  private static final int MOST_REQUESTS = 1_000_000;
  private static final int MOST_BYTES = Integer.MAX_VALUE;

  private LimitsParser() {}

  static LimitSettings parse(Section limits) {
    Allowance everyone = allowance(limits, Allowance.UNLIMITED);
    Section users = limits.section("users");
    Map<String, Allowance> byUser = new LinkedHashMap<>();
    for (String name : users.names()) {
      Section user = users.section(name);
      byUser.put(name, allowance(user, everyone));
      user.end();
    }
    limits.end();
    return new LimitSettings(everyone, byUser);
  }

  /** What is not said is as it is for everyone; {@code null} is without a limit. */
  private static Allowance allowance(Section section, Allowance otherwise) {
    return new Allowance(
        limit(section, "requestsPerSecond", MOST_REQUESTS, otherwise.requestsPerSecond()),
        limit(section, "concurrentRequests", MOST_REQUESTS, otherwise.concurrentRequests()),
        limit(section, "bytesPerSecond", MOST_BYTES, (int) otherwise.bytesPerSecond()));
  }

  private static int limit(Section section, String key, int most, int otherwise) {
    return section.json(key).isNull() ? 0 : section.integer(key, 1, most, otherwise);
  }
}
