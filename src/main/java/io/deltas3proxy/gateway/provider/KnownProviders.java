package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Location;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What backends are held against.
 *
 * @param file name of the providers' file; {@code null} where there is none, and then nothing is
 *     known of any provider
 */
record KnownProviders(@Nullable String file, List<Provider> providers) {

  static final KnownProviders NONE = new KnownProviders(null, List.of());

  KnownProviders {
    providers = List.copyOf(providers);
  }

  Optional<Provider> in(Location zone) {
    return providers.stream().filter(row -> row.place().zone().equals(zone)).findFirst();
  }

  /** What is wrong with a backend of this provider in this zone. */
  Optional<String> flaw(String provider, Location zone) {
    if (file == null) {
      return Optional.empty();
    }
    Optional<Provider> row = in(zone);
    if (row.isEmpty()) {
      return Optional.of(
          "the provider \"" + provider + "\" has no row for the zone " + zone + " in " + file);
    }
    return row.get().name().equalsIgnoreCase(provider)
        ? Optional.empty()
        : Optional.of(
            "the zone "
                + zone
                + " is of \""
                + row.get().name()
                + "\" in "
                + file
                + ", not of \""
                + provider
                + "\"");
  }
}
