package io.deltas3proxy.website.visitor;

import org.jspecify.annotations.Nullable;

/**
 * Where an address is, as far as the database says.
 *
 * @param country ISO 3166-1 code of two letters
 * @param countryName and {@code city}: in English
 * @param latitude and {@code longitude}: in degrees; both or none
 */
public record Location(
    @Nullable String country,
    @Nullable String countryName,
    @Nullable String city,
    @Nullable Double latitude,
    @Nullable Double longitude) {

  /** Nothing is known. */
  static final Location UNKNOWN = new Location(null, null, null, null, null);

  public Location {
    if (latitude == null || longitude == null) {
      latitude = null;
      longitude = null;
    }
  }
}
