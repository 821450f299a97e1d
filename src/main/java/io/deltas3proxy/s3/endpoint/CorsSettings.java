package io.deltas3proxy.s3.endpoint;

import java.time.Duration;
import java.util.List;

/**
 * Which web pages may read answers.
 *
 * @param allowedOrigins origins as browsers send them; {@code *} for any; empty for none, which
 *     also sends no CORS header
 * @param maxAge how long a browser may remember a permission
 */
public record CorsSettings(List<String> allowedOrigins, Duration maxAge) {
  public CorsSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
  }
}
