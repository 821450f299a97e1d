package io.deltas3proxy.website.visitor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a location out of a record of a database, as those of cities and countries have it: {@code
 * {"country": {"iso_code", "names": {"en"}}, "city": {"names": {"en"}}, "location": {"latitude",
 * "longitude"}}}.
 */
final class GeoRecord {

  private static final int MOST_CHARACTERS = 200;

  private GeoRecord() {}

  static Location location(@Nullable Object found) {
    if (!(found instanceof Map<?, ?> root)) {
      return Location.UNKNOWN;
    }
    Object country = root.get("country");
    Object city = root.get("city");
    Object place = root.get("location");
    return new Location(
        text(at(country, "iso_code")),
        text(at(at(country, "names"), "en")),
        text(at(at(city, "names"), "en")),
        number(at(place, "latitude")),
        number(at(place, "longitude")));
  }

  private static @Nullable Object at(@Nullable Object map, String key) {
    return map instanceof Map<?, ?> known ? known.get(key) : null;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() && text.length() <= MOST_CHARACTERS
        ? text
        : null;
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue()
        : null;
  }
}
