package io.deltas3proxy.website.visitor;

import java.util.Map;

/**
 * Which time series get visits.
 *
 * @param measurement name of the series
 * @param tags that every record has, to tell instances apart
 */
public record InfluxSettings(LineTarget target, String measurement, Map<String, String> tags) {
  public InfluxSettings {
    tags = Map.copyOf(tags);
    if (measurement.isBlank()) {
      throw new IllegalArgumentException("a measurement has a name");
    }
  }
}
