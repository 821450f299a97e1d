package io.deltas3proxy.accounts;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One account.
 *
 * @param name 1 to 255 characters, none of them a control character
 * @param groups that the user is a member of
 */
public record User(String name, boolean disabled, SortedSet<String> groups) {
  public User {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }
}
