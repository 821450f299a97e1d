package io.deltas3proxy.website;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which other web pages may read the pages of a site (Fetch standard, "CORS protocol").
 *
 * @param origins for example {@code https://app.example.com}; {@code *} for all
 * @param maxAge for how long a browser remembers it
 */
public record Cors(List<String> origins, Duration maxAge) {

  public static final Cors NONE = new Cors(List.of(), Duration.ofMinutes(10));

  private static final String ANY = "*";

  public Cors {
    origins = List.copyOf(origins);
    for (String origin : origins) {
      if (!origin.equals(ANY) && !origin.matches("[a-z][a-z0-9+.-]*://[A-Za-z0-9.:\\[\\]_-]+")) {
        throw new IllegalArgumentException(
            "must be * or an origin such as https://app.example.com: " + origin);
      }
    }
  }

  /** Whether the answer depends on who asks. */
  public boolean varies() {
    return !origins.isEmpty() && !origins.contains(ANY);
  }

  /** The value of {@code Access-Control-Allow-Origin}; empty for a page that may not read it. */
  public Optional<String> allowed(@Nullable String origin) {
    if (origins.contains(ANY)) {
      return Optional.of(ANY);
    }
    return origin != null && origins.contains(origin) ? Optional.of(origin) : Optional.empty();
  }
}
