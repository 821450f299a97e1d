package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.CorsSettings;
import io.deltas3proxy.s3.endpoint.EndpointSettings;
import io.deltas3proxy.s3.endpoint.GetMode;
import io.deltas3proxy.s3.endpoint.ListingSettings;
import io.deltas3proxy.s3.endpoint.RetrievalSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Reads what the S3 endpoint looks like to its clients. */
final class EndpointParser {

  /** Example: {@code datalake}, {@code team-a.lake}. */
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Example: {@code s3.example.com}. */
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");

  private static final Map<String, GetMode> MODES =
      Map.of("proxy", GetMode.PROXY, "presignedUrl", GetMode.PRESIGNED_URL, "auto", GetMode.AUTO);

  private static final int WEEK_SECONDS = 7 * 24 * 3600;
  private static final int LEAST_TOKEN_KEY = 32;
  private static final int KEY_BYTES = 32;

  private EndpointParser() {}

  static EndpointSettings parse(Section root, String region) {
    return new EndpointSettings(
        virtualBucket(root),
        virtualHostDomains(root),
        region,
        root.flag("readOnly", true),
        retrieval(root),
        cors(root.section("cors")),
        listing(root.section("listing")));
  }

  private static String virtualBucket(Section root) {
    String bucket = root.text("virtualBucket", "datalake");
    if (!BUCKET.matcher(bucket).matches()) {
      root.problem(
          "virtualBucket",
          "must be 3 to 63 lower-case letters, digits, dots and hyphens, not " + bucket);
    } else if (bucket.equals("metrics") || bucket.equals("health")) {
      root.problem("virtualBucket", "must not be " + bucket + ", which is a path of its own");
    }
    return bucket;
  }

  private static List<String> virtualHostDomains(Section root) {
    List<String> domains =
        root.texts("virtualHostDomains", List.of("localhost")).stream()
            .map(domain -> domain.toLowerCase(Locale.ROOT))
            .toList();
    for (int i = 0; i < domains.size(); i++) {
      if (!DOMAIN.matcher(domains.get(i)).matches()) {
        root.problem(
            root.path("virtualHostDomains").element(i),
            "must be a domain without a port, not " + domains.get(i));
      }
    }
    return domains;
  }

  private static RetrievalSettings retrieval(Section root) {
    Section presign = root.section("presign");
    Section redirect = root.section("redirect");
    RetrievalSettings retrieval =
        new RetrievalSettings(
            root.choice("getMode", MODES, GetMode.PRESIGNED_URL),
            root.flag("proxyPartial", false),
            presign.seconds("expirySeconds", 1, WEEK_SECONDS, Duration.ofMinutes(5)),
            redirect.texts("userAgents", List.of()),
            redirect.texts("users", List.of()));
    presign.end();
    redirect.end();
    return retrieval;
  }

  private static CorsSettings cors(Section cors) {
    CorsSettings settings =
        new CorsSettings(
            cors.texts("allowedOrigins", List.of()),
            cors.seconds("maxAgeSeconds", 0, 86_400, Duration.ofHours(1)));
    cors.end();
    return settings;
  }

  private static ListingSettings listing(Section listing) {
    Optional<String> key = listing.text("tokenKey");
    if (key.isPresent() && key.get().length() < LEAST_TOKEN_KEY) {
      listing.problem("tokenKey", "must have at least " + LEAST_TOKEN_KEY + " characters");
    }
    ListingSettings settings =
        new ListingSettings(
            key.map(EndpointParser::derivedKey).orElseGet(EndpointParser::randomKey),
            listing.integer("maxBackendPages", 1, 1000, 20));
    listing.end();
    return settings;
  }

  private static SecretKey derivedKey(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("listing token\n" + text).getBytes(StandardCharsets.UTF_8));
      return new SecretKeySpec(digest, "AES");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static SecretKey randomKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new SecretKeySpec(key, "AES");
  }
}
