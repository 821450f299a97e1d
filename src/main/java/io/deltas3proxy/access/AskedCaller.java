package io.deltas3proxy.access;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose rights an administrator asks about.
 *
 * @param user name of a user, with or without an account; {@code null} for somebody anonymous
 * @param groups that an identity provider names, beside those that the accounts put the user into
 * @param role that a session has taken on: {@code self}, or a group whose rights alone it has;
 *     {@code null} for the user's own rights
 */
public record AskedCaller(@Nullable String user, SortedSet<String> groups, @Nullable String role) {

  public static final AskedCaller ANONYMOUS =
      new AskedCaller(null, Collections.emptySortedSet(), null);

  public AskedCaller {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    if (user == null && (!groups.isEmpty() || role != null)) {
      throw new IllegalArgumentException("groups and roles are those of a user");
    }
    if (user != null && user.isEmpty()) {
      throw new IllegalArgumentException("a user has a name");
    }
  }

  /** A user as the accounts know them. */
  public static AskedCaller user(String name) {
    return new AskedCaller(name, Collections.emptySortedSet(), null);
  }
}
