package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.TablePattern;
import io.deltas3proxy.accounts.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A right that somebody has on objects of the gateway.
 *
 * @param buckets names of logical buckets, in which {@code *} stands for any characters
 * @param prefix what keys begin with; empty for all of them
 */
public record AccessRule(
    Grantee grantee, List<String> buckets, String prefix, Set<GatewayPrivilege> privileges) {

  public AccessRule {
    buckets = List.copyOf(buckets);
    privileges = Set.copyOf(privileges);
    if (buckets.isEmpty() || privileges.isEmpty()) {
      throw new IllegalArgumentException("a rule names buckets and privileges");
    }
  }

  /** Whether it is about this bucket. */
  boolean covers(String bucket) {
    return buckets.stream().anyMatch(pattern -> TablePattern.matches(pattern, bucket));
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
