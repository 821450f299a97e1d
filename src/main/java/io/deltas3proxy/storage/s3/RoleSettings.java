package io.deltas3proxy.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role that is taken on for callers.
 *
 * @param arn its name, 20 to 2048 characters
 * @param externalId that its trust policy may ask for; {@code null} for none
 * @param lifetime of a session, 15 minutes to 12 hours
 * @param sessionTags whether sessions are tagged with the caller's user and groups
 * @param endpoint of the token service; {@code null} for AWS in {@code region}
 * @param region that requests to the token service are signed for
 */
public record RoleSettings(
    String arn,
    @Nullable String externalId,
    Duration lifetime,
    boolean sessionTags,
    @Nullable URI endpoint,
    String region) {

  /** Example: {@code arn:aws:iam::123456789012:role/lake-readers}. */
  private static final Pattern ARN = Pattern.compile("arn:\\S{16,2044}");

  public static final Duration SHORTEST = Duration.ofMinutes(15);
  public static final Duration LONGEST = Duration.ofHours(12);

  public RoleSettings {
    if (!isArn(arn)) {
      throw new IllegalArgumentException("not the name of a role: " + arn);
    }
    if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a session lives 15 min to 12 h, not " + lifetime);
    }
    if (endpoint != null) {
      EndpointPolicy.requireBaseUrl(endpoint);
    }
  }

  public static boolean isArn(String text) {
    return ARN.matcher(text).matches();
  }
}
