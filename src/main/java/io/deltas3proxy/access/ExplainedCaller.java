package io.deltas3proxy.access;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The caller of an explanation, as a request of theirs would be taken.
 *
 * @param user {@code null} for somebody anonymous
 * @param groups whose rights count
 * @param groupsOnly whether these are all the rights
 * @param disabled whether the accounts let the user do nothing
 */
public record ExplainedCaller(
    @Nullable String user, SortedSet<String> groups, boolean groupsOnly, boolean disabled) {
  public ExplainedCaller {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }
}
