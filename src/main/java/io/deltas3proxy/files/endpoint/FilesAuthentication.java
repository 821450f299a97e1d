package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.s3.endpoint.ServletRequests;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.signature.Payload;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.sts.BearerIdentity;
import io.deltas3proxy.sts.StsException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Says who sent a request: by a token of the configuration, a token of an identity provider, or a
 * signature (Signature Version 4, in headers or in the query). Whoever shows a wrong proof is
 * refused, also where nobody needs one.
 */
public final class FilesAuthentication {

  private static final String SCHEME = "Bearer ";
  private static final String SIGNATURE = "AWS4-HMAC-SHA256";

  private final boolean required;
  private final BearerTokens tokens;
  private final UserStandings standings;
  private final BearerIdentity providers;
  private final SignatureAuthentication signatures;

  /**
   * Makes it.
   *
   * @param required whether somebody anonymous is refused
   */
  public FilesAuthentication(
      boolean required,
      BearerTokens tokens,
      UserStandings standings,
      BearerIdentity providers,
      SignatureAuthentication signatures) {
    this.required = required;
    this.tokens = tokens;
    this.standings = standings;
    this.providers = providers;
    this.signatures = signatures;
  }

  /** The caller, whose right to anything is not looked at here. */
  FilesCaller authenticate(HttpServletRequest request) throws AccountsUnavailableException {
    List<String> authorizations = Collections.list(request.getHeaders("Authorization"));
    if (authorizations.size() > 1) {
      throw refused("there are several headers Authorization");
    }
    if (authorizations.size() == 1
        && authorizations.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      String query = String.valueOf(request.getQueryString()).toLowerCase(Locale.ROOT);
      if (query.contains("x-amz-signature")) {
        throw refused("there is a token and a signature");
      }
      String token = authorizations.getFirst().substring(SCHEME.length()).strip();
      return new FilesCaller(bearer(token), null, new Payload.Unsigned());
    }
    if (authorizations.size() == 1 && !authorizations.getFirst().startsWith(SIGNATURE)) {
      throw refused("the header Authorization is of another scheme");
    }
    Optional<FilesCaller> signed = signed(request);
    if (signed.isPresent()) {
      return signed.get();
    }
    if (required || !authorizations.isEmpty()) {
      throw refused("the request has no proof of who sends it");
    }
    return FilesCaller.ANONYMOUS;
  }

  private Principal bearer(String token) throws AccountsUnavailableException {
    Optional<String> user = tokens.user(token);
    if (user.isPresent()) {
      UserStanding standing = standings.of(user.get());
      if (standing.disabled()) {
        throw refused(user.get() + " is disabled");
      }
      return new Principal(user.get(), standing.groups(), false);
    }
    try {
      return providers.verify(token);
    } catch (StsException e) {
      throw switch (e.code()) {
        case IDP_COMMUNICATION_ERROR ->
            new FilesException(
                    FilesFault.UNAVAILABLE, "The identity provider cannot be reached now.")
                .because(e.text());
        default -> refused(e.text());
      };
    }
  }

  private Optional<FilesCaller> signed(HttpServletRequest request)
      throws AccountsUnavailableException {
    try {
      return signatures
          .authenticate(ServletRequests.raw(request))
          .map(found ->
              new FilesCaller(found.identity().principal(), found.identity(), found.payload()));
    } catch (S3Exception e) {
      if (e.code().status() == 403) {
        throw refused(e.code().wireCode() + ": " + e.text());
      }
      throw e;
    }
  }

  private static FilesException refused(String reason) {
    return new FilesException(FilesFault.UNAUTHENTICATED, "Authentication is needed.")
        .because(reason)
        .with(Map.of("WWW-Authenticate", "Bearer realm=\"files\""));
  }
}
