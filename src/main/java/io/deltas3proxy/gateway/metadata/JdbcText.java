package io.deltas3proxy.gateway.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.gateway.Location;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How values that are more than one word are kept in a column. */
final class JdbcText {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private JdbcText() {}

  /** A JSON object, its names in order. */
  static String json(Map<String, String> texts) throws SQLException {
    try {
      return JSON.writeValueAsString(new TreeMap<>(texts));
    } catch (JsonProcessingException e) {
      throw new SQLException("a map cannot be kept", e);
    }
  }

  static Map<String, String> texts(String json) throws SQLException {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new SQLException("a column is not the JSON that it was", e);
    }
  }

  /** Codes with commas between them; no code has one in it. */
  static String codes(Collection<Location> locations) {
    return locations.stream().map(Location::code).collect(Collectors.joining(","));
  }

  /** In the order in which they were given. */
  static Set<Location> locations(String codes) {
    Set<Location> locations = new LinkedHashSet<>();
    words(codes).forEach(code -> locations.add(new Location(code)));
    return locations;
  }

  /** What stands between the commas. */
  static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E upper(Class<E> type, String value) {
    return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
  }
}
