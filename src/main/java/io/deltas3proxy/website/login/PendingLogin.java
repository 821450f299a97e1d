package io.deltas3proxy.website.login;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A login that has begun: it goes to the provider and back as the parameter {@code state}, sealed
 * for one site and one browser. The browser has a random cookie; with another one the state does
 * not open, nor do PKCE verifier and nonce come out right, which follow from both.
 *
 * @param state sealed
 * @param browser the random cookie
 */
record PendingLogin(LoginKey key, String site, String state, String browser) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * Begins one.
   *
   * @param target that the viewer wanted to see
   */
  static PendingLogin begin(LoginKey key, String site, String browser, String target, Instant now) {
    String content = now.getEpochSecond() + " " + target;
    return new PendingLogin(key, site, key.seal(content, purpose(site, browser)), browser);
  }

  private static String purpose(String site, String browser) {
    return "state\n" + site + "\n" + browser;
  }

  /** What the viewer wanted to see; empty when this began elsewhere, or too long ago. */
  Optional<String> target(Instant now) {
    return key.open(state, purpose(site, browser))
        .filter(content -> {
          long age = now.getEpochSecond() - Long.parseLong(content.split(" ", 2)[0]);
          return age > -LONGEST.toSeconds() && age < LONGEST.toSeconds();
        })
        .map(content -> content.split(" ", 2)[1]);
  }

  /** RFC 7636, section 4.1. */
  String verifier() {
    return key.derive("verifier\n" + state + "\n" + browser);
  }

  String nonce() {
    return key.derive("nonce\n" + state + "\n" + browser);
  }
}
