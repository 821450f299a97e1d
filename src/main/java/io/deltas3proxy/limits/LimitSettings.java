package io.deltas3proxy.limits;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of everybody.
 *
 * @param everyone for whom nothing else is said, and for anonymous callers
 * @param users by the name of a user, instead of that of everyone
 */
public record LimitSettings(Allowance everyone, Map<String, Allowance> users) {

  public static final LimitSettings NONE = new LimitSettings(Allowance.UNLIMITED, Map.of());

  public LimitSettings {
    users = Map.copyOf(users);
  }

  /** What a user may ask for, by each of their access keys. */
  Allowance of(@Nullable String user) {
    return user == null ? everyone : users.getOrDefault(user, everyone);
  }
}
