package io.deltas3proxy.files;

import io.deltas3proxy.accounts.Principal;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose an upload is, and with whose rights it is done.
 *
 * @param user empty for somebody anonymous
 * @param groups that the user had then
 * @param groupsOnly as {@link Principal#groupsOnly()}
 */
public record JobOwner(String user, SortedSet<String> groups, boolean groupsOnly) {

  public JobOwner {
    SortedSet<String> kept = new TreeSet<>(groups);
    // Names are kept one in a line: one that has several would be read as several.
    kept.removeIf(group -> group.indexOf('\n') >= 0 || group.indexOf('\r') >= 0);
    groups = Collections.unmodifiableSortedSet(kept);
  }

  /**
   * Makes one of a caller.
   *
   * @param principal {@code null} for somebody anonymous
   */
  public static JobOwner of(@Nullable Principal principal) {
    return principal == null
        ? new JobOwner("", new TreeSet<>(), false)
        : new JobOwner(principal.user(), principal.groups(), principal.groupsOnly());
  }

  /** Whether both are one caller: a session of a role is not the user who took it on. */
  boolean isSame(JobOwner other) {
    return user.equals(other.user) && groupsOnly == other.groupsOnly;
  }

  /** The caller again; {@code null} for somebody anonymous. */
  @Nullable Principal principal() {
    return user.isEmpty() ? null : new Principal(user, groups, groupsOnly);
  }
}
