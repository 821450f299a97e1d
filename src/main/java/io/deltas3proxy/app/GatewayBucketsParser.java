package io.deltas3proxy.app;

import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.Retention;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which buckets the gateway has. */
final class GatewayBucketsParser {

  /** Example: {@code 2025-datatransfer}. */
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Example: {@code FI}. */
  private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");

  private static final String BUCKETS = "buckets";
  private static final String REPLICAS = "requiredReplicas";
  private static final String DEFAULT_BUCKET = "2025-datatransfer";
  private static final int MOST_REPLICAS = 32;

  private final Section section;

  GatewayBucketsParser(Section section) {
    this.section = section;
  }

  BucketStrategy parse() {
    boolean fixed = section.choice("bucketStrategy", Map.of("fixed", true, "mapped", false), true);
    String physical = name(section, "bucket", DEFAULT_BUCKET);
    Section buckets = section.section(BUCKETS);
    List<DescribedBucket> named = new ArrayList<>();
    for (String name : buckets.names()) {
      if (!BUCKET.matcher(name).matches()) {
        buckets.problem(name, "is not a name for a bucket");
      }
      Section bucket = buckets.section(name);
      named.add(bucket(bucket, name, bucket.text("backendBucket").orElse(null)));
      bucket.end();
    }
    if (fixed && section.has(BUCKETS)) {
      section.problem(BUCKETS, "are for bucketStrategy mapped: when it is fixed, there is one");
    }
    // The same keys beside "bucket" are about the one bucket.
    DescribedBucket one = bucket(section, physical, null);
    return new BucketStrategy(fixed, physical, fixed ? List.of(one) : named);
  }

  private static String name(Section section, String key, String otherwise) {
    String name = section.text(key, otherwise);
    if (!BUCKET.matcher(name).matches()) {
      section.problem(
          key, "must be 3 to 63 lower-case letters, digits, dots and hyphens, not " + name);
    }
    return name;
  }

  private static DescribedBucket bucket(Section section, String name, @Nullable String physical) {
    List<Location> locations =
        section.parsed("locationConstraint", GatewayBucketsParser::locations).orElse(List.of());
    Set<String> countries = new HashSet<>();
    for (String country : section.texts("countries", List.of())) {
      if (!COUNTRY.matcher(country).matches()) {
        section.problem("countries", "must be a list of codes of two letters");
      }
      countries.add(country.toUpperCase(Locale.ROOT));
    }
    boolean lock = section.flag("objectLock", false);
    GatewayBucket.DefaultRetention retention = retention(section);
    if (retention != null && !lock) {
      section.problem("defaultRetention", "needs objectLock: true");
    }
    return new DescribedBucket(
        new GatewayBucket(
            name,
            physical,
            locations,
            countries,
            section.integer(REPLICAS, 1, MOST_REPLICAS, 1),
            lock,
            retention),
        section.has(REPLICAS));
  }

  /** Example: {@code fi,de-fra}. */
  private static List<Location> locations(String text) {
    List<Location> locations = new ArrayList<>();
    for (String code : text.split(",", -1)) {
      locations.add(new Location(code.strip()));
    }
    return locations;
  }

  private static GatewayBucket.@Nullable DefaultRetention retention(Section section) {
    if (!section.has("defaultRetention")) {
      return null;
    }
    Section retention = section.section("defaultRetention");
    Retention.Mode mode =
        retention.choice(
            "mode",
            Map.of(
                "GOVERNANCE", Retention.Mode.GOVERNANCE, "COMPLIANCE", Retention.Mode.COMPLIANCE),
            Retention.Mode.GOVERNANCE);
    int days = retention.integer("days", 1, 36_500, 1);
    if (!retention.has("days")) {
      retention.problem("days", "is missing");
    }
    retention.end();
    return new GatewayBucket.DefaultRetention(mode, days);
  }
}
