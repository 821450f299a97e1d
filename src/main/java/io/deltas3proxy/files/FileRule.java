package io.deltas3proxy.files;

import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.TablePattern;
import io.deltas3proxy.accounts.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A right that somebody has on files.
 *
 * @param buckets names of logical buckets, in which {@code *} stands for any characters
 * @param prefix what names begin with; empty for all of them
 */
public record FileRule(
    Grantee grantee, List<String> buckets, String prefix, Set<FilePrivilege> privileges) {

  public FileRule {
    buckets = List.copyOf(buckets);
    privileges = Set.copyOf(privileges);
    if (buckets.isEmpty() || privileges.isEmpty()) {
      throw new IllegalArgumentException("a rule names buckets and privileges");
    }
  }

  boolean covers(FileName file) {
    return file.name().startsWith(prefix)
        && buckets.stream().anyMatch(pattern -> TablePattern.matches(pattern, file.bucket()));
  }

  /**
   * Whether it is for this caller.
   *
   * @param principal {@code null} for somebody anonymous
   */
  boolean isFor(@Nullable Principal principal) {
    return grantee.includes(principal);
  }
}
