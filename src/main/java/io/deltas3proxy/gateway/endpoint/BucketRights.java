package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.storage.KeyOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one caller may do in one bucket: for each privilege, below which prefixes. */
final class BucketRights {

  private final Map<GatewayPrivilege, List<String>> prefixes;

  private BucketRights(Map<GatewayPrivilege, List<String>> prefixes) {
    this.prefixes = prefixes;
  }

  /** Of the rules that are for the caller and about the bucket. */
  static BucketRights of(Collection<AccessRule> rules) {
    Map<GatewayPrivilege, List<String>> prefixes = new EnumMap<>(GatewayPrivilege.class);
    for (GatewayPrivilege privilege : GatewayPrivilege.values()) {
      List<String> given =
          rules.stream()
              .filter(rule -> rule.privileges().contains(privilege))
              .map(AccessRule::prefix)
              .distinct()
              .sorted(KeyOrder.UTF_8)
              .toList();
      prefixes.put(privilege, outermost(given));
    }
    return new BucketRights(prefixes);
  }

  /** Without those that begin with another: in this order, that one comes before. */
  private static List<String> outermost(List<String> sorted) {
    List<String> outermost = new ArrayList<>();
    for (String prefix : sorted) {
      if (outermost.isEmpty() || !prefix.startsWith(outermost.getLast())) {
        outermost.add(prefix);
      }
    }
    return List.copyOf(outermost);
  }

  private List<String> of(GatewayPrivilege privilege) {
    return prefixes.getOrDefault(privilege, List.of());
  }

  /** Whether the caller may do this to an object. */
  boolean allows(GatewayPrivilege privilege, String key) {
    return of(privilege).stream().anyMatch(key::startsWith);
  }

  /** Whether the caller may do this to anything. */
  boolean allowsSome(GatewayPrivilege privilege) {
    return !of(privilege).isEmpty();
  }

  /** Whether the caller may do this to everything. */
  boolean allowsAll(GatewayPrivilege privilege) {
    return of(privilege).contains("");
  }

  /** Whether the caller may do anything at all. */
  boolean any() {
    return prefixes.values().stream().anyMatch(given -> !given.isEmpty());
  }

  /**
   * The prefixes that together hold just the keys that begin with one and to which the caller may
   * do this, in the order of keys.
   */
  List<String> within(GatewayPrivilege privilege, String prefix) {
    List<String> within = new ArrayList<>();
    for (String given : of(privilege)) {
      if (prefix.startsWith(given)) {
        return List.of(prefix);
      }
      if (given.startsWith(prefix)) {
        within.add(given);
      }
    }
    return within;
  }
}
