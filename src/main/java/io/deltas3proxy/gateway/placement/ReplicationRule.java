package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.Location;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What holds for everything whose primary replica is in some place.
 *
 * @param name 1 to 128 letters, digits, {@code _}, {@code .} and {@code -}; told to callers that it
 *     refuses
 * @param sourceZone place of the primary replica; {@code null} for any
 * @param targetZones places of the other replicas; empty for any. Where several rules hold, a place
 *     of any of them will do.
 * @param replicaCount fewest replicas that are needed, the primary included, 1 to 100
 * @param countryRestriction upper-case codes of countries; no replica is outside of them. Empty for
 *     no restriction.
 * @param demands what the provider of each replica must have
 */
public record ReplicationRule(
    String name,
    @Nullable Location sourceZone,
    List<Location> targetZones,
    int replicaCount,
    Set<String> countryRestriction,
    Set<Demand> demands,
    boolean enabled) {

  /** Most replicas that anybody may ask for. */
  public static final int MOST_REPLICAS = 100;

  /** Example: {@code eu-only}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

  /** Example: {@code FI}. */
  private static final Pattern COUNTRY = Pattern.compile("[A-Z0-9]{1,64}");

  public ReplicationRule {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a rule's name is 1 to 128 letters, digits, _, . and -");
    }
    if (replicaCount < 1 || replicaCount > MOST_REPLICAS) {
      throw new IllegalArgumentException("replica_count is 1 to " + MOST_REPLICAS);
    }
    targetZones = List.copyOf(targetZones);
    countryRestriction = countries(countryRestriction);
    demands = Set.copyOf(demands);
  }

  private static Set<String> countries(Set<String> given) {
    Set<String> countries = new TreeSet<>();
    for (String code : given) {
      String country = code.toUpperCase(Locale.ROOT);
      if (!COUNTRY.matcher(country).matches()) {
        throw new IllegalArgumentException("not the code of a country: " + country);
      }
      countries.add(country);
    }
    return Set.copyOf(countries);
  }

  /** Whether it holds for what has its primary replica in a zone. */
  boolean holdsFor(Location primary) {
    return enabled && (sourceZone == null || sourceZone.covers(primary));
  }

  /** Whether a replica may be there, be it the primary or another one. */
  boolean permits(Backend backend) {
    return (countryRestriction.isEmpty() || countryRestriction.contains(backend.zone().country()))
        && demands.stream().allMatch(demand -> demand.isMetBy(backend.capabilities()));
  }

  boolean targets(Location zone) {
    return targetZones.stream().anyMatch(target -> target.covers(zone));
  }
}
