package io.deltas3proxy.app;

import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.files.endpoint.BearerTokens;
import io.deltas3proxy.files.endpoint.FilesAuthentication;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureSettings;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who callers are: all that knows access keys, and what verifies signatures by them. */
final class IdentityParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityParts.class);

  private final AuthenticationSettings settings;
  private final String region;
  private final Clock clock;
  private final UserStandings standings;
  private final StsParts sts;

  /**
   * Makes them.
   *
   * @param limits of callers, for what they ask for here
   */
  IdentityParts(Configuration configuration, AccountsParts accounts, Limits limits, Clock clock) {
    this.settings = configuration.authentication();
    this.region = configuration.endpoint().region();
    this.clock = clock;
    standings = accounts.standings();
    sts = new StsParts(configuration.sts(), region, accounts.lasting(), standings, limits, clock);
  }

  /** What every S3 request must pass; {@code null} where everybody is anonymous. */
  @Nullable SignatureAuthentication forS3() {
    return settings.required() ? authentication("s3") : null;
  }

  /**
   * What every request for files must pass: signatures count, whatever S3 asks for.
   *
   * @param required whether somebody anonymous is refused
   * @param tokens by user
   */
  FilesAuthentication forFiles(boolean required, Map<String, String> tokens) {
    return new FilesAuthentication(
        required, new BearerTokens(tokens), standings, sts.bearer(), authentication("s3"));
  }

  /** What gives temporary credentials. */
  StsParts sts() {
    return sts;
  }

  /** How users stand now. */
  UserStandings standings() {
    return standings;
  }

  private SignatureAuthentication authentication(String service) {
    return new SignatureAuthentication(
        new SignatureSettings(region, service, settings.unsignedPayload()),
        sts.identities(),
        clock);
  }

  /** Says at start what an operator should not overlook. */
  void warn() {
    if (settings.required()) {
      return;
    }
    LOG.warn(
        "authentication.mode is anonymous: no signature is verified, and everybody who reaches"
            + " this proxy sees what allowedPartitions allows");
    if (settings.accounts()) {
      LOG.warn(
          "There are accounts, but nobody is known by them while authentication.mode is"
              + " anonymous");
    }
  }

  @Override
  public void close() {
    sts.close();
  }
}
