package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.AssumedRole;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.RoleRights;
import io.deltas3proxy.accounts.Session;
import io.deltas3proxy.accounts.SessionClaims;
import io.deltas3proxy.accounts.SessionLifetime;
import io.deltas3proxy.accounts.SessionOrigin;
import io.deltas3proxy.accounts.SessionTokens;
import io.deltas3proxy.accounts.SessionTooLargeException;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.accounts.UserStandings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Begins sessions: the one place that decides who may have which. */
public final class SecurityTokenService {

  /** As in STS: what a session that another session asked for lasts at most. */
  private static final Duration MOST_CHAINED = Duration.ofHours(1);

  private static final Duration USUAL = Duration.ofHours(1);

  private final WebIdentities webIdentities;
  private final SessionTokens tokens;
  private final UserStandings standings;
  private final Duration longest;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param longest that a session may last
   */
  public SecurityTokenService(
      WebIdentities webIdentities,
      SessionTokens tokens,
      UserStandings standings,
      Duration longest,
      Clock clock) {
    this.webIdentities = webIdentities;
    this.tokens = tokens;
    this.standings = standings;
    this.longest = longest;
    this.clock = clock;
  }

  Duration longest() {
    return longest;
  }

  /**
   * Who an identity provider vouches for.
   *
   * @throws StsException when the token is not to be trusted
   */
  WebIdentity verified(StsCommand.AssumeRoleWithWebIdentity command) {
    return webIdentities.verify(command.token());
  }

  /** A session of somebody who was verified by their token. */
  WebSession assumeRoleWithWebIdentity(WebIdentity identity, StsCommand.RoleRequest request)
      throws AccountsUnavailableException {
    UserStanding standing = standings.of(identity.user());
    if (!standing.allowsSessionOf(identity.issuedAt())) {
      // A token from before the sessions were ended would begin them anew.
      throw denied(identity.user(), request.role())
          .because(
              identity.user() + " is disabled, or the token is older than the end of sessions");
    }
    SortedSet<String> groups = new TreeSet<>(identity.groups());
    groups.addAll(standing.groups());
    requireRole(identity.user(), groups, request.role());
    Instant now = clock.instant();
    Session session =
        begin(
            new SessionClaims(
                identity.user(),
                identity.groups(),
                new AssumedRole(request.role(), request.sessionName()),
                new SessionOrigin.Provider(identity.provider().name()),
                new SessionLifetime(now, now.plus(duration(request)))));
    return new WebSession(identity, session);
  }

  /** A session of somebody who signed for it. */
  Session assumeRole(Identity caller, StsCommand.AssumeRole command) {
    StsCommand.RoleRequest request = command.request();
    Principal principal = caller.principal();
    Optional<SessionClaims> parent = sessionOf(caller).map(Session::claims);
    if (principal.groupsOnly()
        && parent.filter(claims -> claims.role().name().equals(request.role())).isEmpty()) {
      throw denied(principal.user(), request.role())
          .because("a session with the rights of one group alone takes on no other role");
    }
    requireRole(principal.user(), principal.groups(), request.role());
    Instant now = clock.instant();
    Duration duration = duration(request);
    if (parent.isPresent() && duration.compareTo(MOST_CHAINED) > 0) {
      throw new StsException(
          StsErrorCode.VALIDATION_ERROR,
          "DurationSeconds may be 3600 at most when a session asks for another");
    }
    Instant end = now.plus(duration);
    Instant callerEnd = caller.expiresAt();
    if (callerEnd != null && callerEnd.isBefore(end)) {
      end = callerEnd;
    }
    return begin(
        new SessionClaims(
            principal.user(),
            parent.map(SessionClaims::groups).orElseGet(TreeSet::new),
            new AssumedRole(request.role(), request.sessionName()),
            parent
                .map(SessionClaims::origin)
                .orElseGet(() -> new SessionOrigin.Key(caller.accessKeyId())),
            new SessionLifetime(parent.map(claims -> claims.lifetime().begin()).orElse(now), end)));
  }

  /** The session of a caller; empty for one who has a lasting key. */
  Optional<Session> sessionOf(Identity caller) {
    String token = caller.sessionToken();
    return token == null
        ? Optional.empty()
        : Optional.of(tokens.open(caller.accessKeyId(), token).orElseThrow());
  }

  private static void requireRole(String user, SortedSet<String> groups, String role) {
    if (RoleRights.of(user, groups, role).isEmpty()) {
      throw denied(user, role).because(user + " is not in the group " + role);
    }
  }

  private Duration duration(StsCommand.RoleRequest request) {
    return request.duration().orElse(USUAL.compareTo(longest) > 0 ? longest : USUAL);
  }

  private Session begin(SessionClaims claims) {
    try {
      return tokens.begin(claims);
    } catch (SessionTooLargeException e) {
      throw new StsException(
          StsErrorCode.PACKED_POLICY_TOO_LARGE,
          "The user is in too many groups; let the identity provider name fewer");
    }
  }

  /** The same for a role that nobody has as for one that others have. */
  private static StsException denied(String user, String role) {
    return new StsException(
        StsErrorCode.ACCESS_DENIED,
        "User "
            + Arns.user(user)
            + " is not authorized to perform sts:AssumeRole on resource "
            + Arns.role(role));
  }
}
