package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.accounts.UserStandings;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says whom a provider's token vouches for, for services that take tokens without a session. */
public final class BearerIdentity {

  private final WebIdentities webIdentities;
  private final UserStandings standings;

  public BearerIdentity(WebIdentities webIdentities, UserStandings standings) {
    this.webIdentities = webIdentities;
    this.standings = standings;
  }

  /**
   * Verifies a token.
   *
   * @throws StsException when it is not to be trusted, or its user may do nothing
   * @throws AccountsUnavailableException when that cannot be known
   */
  public Principal verify(String token) throws AccountsUnavailableException {
    WebIdentity identity = webIdentities.verify(token);
    UserStanding standing = standings.of(identity.user());
    if (!standing.allowsSessionOf(identity.issuedAt())) {
      throw new StsException(StsErrorCode.ACCESS_DENIED, "The token is not accepted any more")
          .because(
              identity.user() + " is disabled, or the token is older than the end of sessions");
    }
    SortedSet<String> groups = new TreeSet<>(identity.groups());
    groups.addAll(standing.groups());
    return new Principal(identity.user(), groups, false);
  }
}
