package io.deltas3proxy.gateway.replication;

import java.util.regex.Pattern;

/** Tells keys that this gateway makes from those of others in the same bucket. */
final class PhysicalKeys {

  /** Example: {@code reports/2026.csv#v20260301120000-0a1b2c3d}. */
  private static final Pattern OURS = Pattern.compile(".+#v[0-9]{14}-[0-9a-f]{8}", Pattern.DOTALL);

  private PhysicalKeys() {}

  static boolean isOurs(String key) {
    return OURS.matcher(key).matches();
  }
}
