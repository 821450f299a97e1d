package io.deltas3proxy.app;

import io.deltas3proxy.accounts.Identities;
import io.deltas3proxy.accounts.SessionIdentities;
import io.deltas3proxy.accounts.SessionKey;
import io.deltas3proxy.accounts.SessionTokens;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.s3.endpoint.ServletRequests;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureSettings;
import io.deltas3proxy.sts.BearerIdentity;
import io.deltas3proxy.sts.SecurityTokenService;
import io.deltas3proxy.sts.SignedCaller;
import io.deltas3proxy.sts.StsEndpoint;
import io.deltas3proxy.sts.StsRootFilter;
import io.deltas3proxy.sts.StsServlet;
import io.deltas3proxy.sts.WebIdentities;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What gives temporary credentials and knows them again; nothing where that is not wanted. */
final class StsParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StsParts.class);

  /** For one answer of an identity provider. */
  private static final Duration PROVIDER_DEADLINE = Duration.ofSeconds(5);

  /** Clients that name no region sign for this one. */
  private static final String CLASSIC_REGION = "us-east-1";

  private static final String SERVICE = "sts";
  private static final String SERVLET = "Sts";

  private final boolean enabled;
  private final WebIdentities webIdentities;
  private final BearerIdentity bearer;
  private final Identities identities;
  private final StsEndpoint endpoint;

  /**
   * Makes them.
   *
   * @param region of the endpoint
   * @param lasting finds the keys that are no session's
   * @param limits of callers
   */
  StsParts(
      StsSettings settings,
      String region,
      Identities lasting,
      UserStandings standings,
      Limits limits,
      Clock clock) {
    enabled = settings.enabled();
    SessionTokens tokens =
        new SessionTokens(settings.key().orElseGet(SessionKey::random), settings.previousKeys());
    webIdentities = new WebIdentities(settings.providers(), PROVIDER_DEADLINE, clock);
    bearer = new BearerIdentity(webIdentities, standings);
    identities =
        enabled
            ? new SessionIdentities(tokens, lasting, standings, settings.providerNames(), clock)
            : lasting;
    endpoint =
        new StsEndpoint(
            new SecurityTokenService(webIdentities, tokens, standings, settings.longest(), clock),
            new SignedCaller(
                new SignatureAuthentication(
                    new SignatureSettings(List.of(region, CLASSIC_REGION), SERVICE, false),
                    identities,
                    clock),
                ServletRequests::raw),
            limits);
    if (enabled && settings.key().isEmpty()) {
      LOG.warn(
          "sts.tokenKey is not given: sessions end with this process, and other instances do not"
              + " know them");
    }
  }

  /** Finds the keys of sessions beside the lasting ones. */
  Identities identities() {
    return identities;
  }

  /** Knows the tokens of identity providers themselves. */
  BearerIdentity bearer() {
    return bearer;
  }

  /** What stands before S3 on its paths. */
  List<Filter> filters() {
    return enabled ? List.of(new StsRootFilter(endpoint)) : List.of();
  }

  /**
   * Registers the path of the service.
   *
   * @param measuring counts its requests
   */
  void register(ServletContext context, FilterRegistration measuring) {
    if (enabled) {
      context.addServlet(SERVLET, new StsServlet(endpoint)).addMapping(StsServlet.PATH + "/*");
      measuring.addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, SERVLET);
    }
  }

  @Override
  public void close() {
    webIdentities.close();
  }
}
