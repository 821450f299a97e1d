package io.deltas3proxy.accounts;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the accounts say now of a user, whether or not they have an account of that name.
 *
 * @param disabled whether the user may do nothing
 * @param groups that the accounts put the user into; empty for somebody who has no account
 * @param sessionsEndedAt temporary sessions that began at this moment or before are over; {@code
 *     null} where none were ended
 */
public record UserStanding(
    boolean disabled, SortedSet<String> groups, @Nullable Instant sessionsEndedAt) {

  /** Of somebody who has no account. */
  public static final UserStanding STRANGER =
      new UserStanding(false, Collections.emptySortedSet(), null);

  public UserStanding {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }

  /** Both together: each of two sources of accounts can close what the other leaves open. */
  public UserStanding and(UserStanding other) {
    SortedSet<String> both = new TreeSet<>(groups);
    both.addAll(other.groups);
    return new UserStanding(
        disabled || other.disabled, both, later(sessionsEndedAt, other.sessionsEndedAt));
  }

  /** Whether a session that began then goes on. */
  public boolean allowsSessionOf(Instant start) {
    return !disabled && (sessionsEndedAt == null || start.isAfter(sessionsEndedAt));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}
