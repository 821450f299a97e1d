package io.deltas3proxy.app;

import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.SessionIdentities;
import io.deltas3proxy.accounts.SessionKey;
import io.deltas3proxy.accounts.SessionTokens;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.sts.CallerAuthentication;
import io.deltas3proxy.sts.SecurityTokenService;
import io.deltas3proxy.sts.StsEndpoint;
import io.deltas3proxy.sts.WebIdentities;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What gives temporary credentials and knows them again. */
final class StsParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StsParts.class);

  /** For one answer of an identity provider. */
  private static final Duration PROVIDER_DEADLINE = Duration.ofSeconds(5);

  private final WebIdentities webIdentities;
  private final SecurityTokenService service;
  private final Identities identities;

  /**
   * Makes them.
   *
   * @param lasting finds the keys that are no session's
   */
  StsParts(StsSettings settings, Identities lasting, UserStandings standings, Clock clock) {
    if (settings.key().isEmpty()) {
      LOG.warn(
          "sts.tokenKey is not given: sessions end with this process, and other instances do not"
              + " know them");
    }
    SessionTokens tokens =
        new SessionTokens(settings.key().orElseGet(SessionKey::random), settings.previousKeys());
    webIdentities = new WebIdentities(settings.providers(), PROVIDER_DEADLINE, clock);
    service = new SecurityTokenService(webIdentities, tokens, standings, settings.longest(), clock);
    identities = new SessionIdentities(tokens, lasting, standings, settings.providerNames(), clock);
  }

  /** Finds the keys of sessions beside the lasting ones. */
  Identities identities() {
    return identities;
  }

  StsEndpoint endpoint(CallerAuthentication authentication) {
    return new StsEndpoint(service, authentication);
  }

  @Override
  public void close() {
    webIdentities.close();
  }
}
