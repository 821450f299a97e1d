package io.deltas3proxy.accounts;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A user of the configuration, with the keys that stand there. */
public record ConfiguredUser(
    String name, boolean disabled, SortedSet<String> groups, List<Key> keys) {
  public ConfiguredUser {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    keys = List.copyOf(keys);
  }

  /**
   * One access key.
   *
   * @param expiresAt {@code null} for never
   */
  public record Key(
      String accessKeyId, String secretAccessKey, boolean disabled, @Nullable Instant expiresAt) {

    /** Hides the secret. */
    @Override
    public String toString() {
      return "Key[" + accessKeyId + ", secret hidden]";
    }
  }
}
