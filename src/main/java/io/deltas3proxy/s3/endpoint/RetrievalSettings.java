package io.deltas3proxy.s3.endpoint;

import java.time.Duration;
import java.util.List;

/**
 * How clients get the content of data files.
 *
 * @param proxyPartial whether a request for a range goes through the proxy in every mode
 * @param presignLifetime 1 second to 7 days
 * @param redirectUserAgents in mode {@code AUTO}, a client whose {@code User-Agent} contains one of
 *     these is redirected
 * @param redirectUsers in mode {@code AUTO}, a client that names one of these access key ids is
 *     redirected
 */
public record RetrievalSettings(
    GetMode mode,
    boolean proxyPartial,
    Duration presignLifetime,
    List<String> redirectUserAgents,
    List<String> redirectUsers) {

  private static final Duration LONGEST = Duration.ofDays(7);

  public RetrievalSettings {
    redirectUserAgents = List.copyOf(redirectUserAgents);
    redirectUsers = List.copyOf(redirectUsers);
    if (presignLifetime.toSeconds() < 1 || presignLifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a URL lives 1 second to 7 days, not " + presignLifetime);
    }
  }
}
