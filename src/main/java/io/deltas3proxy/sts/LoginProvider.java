package io.deltas3proxy.sts;

import com.nimbusds.jwt.SignedJWT;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Logs people in at one provider by the authorization code flow (OpenID Connect Core 1.0, section
 * 3.1). ID tokens are verified as those that sessions begin with, by one audience: the client.
 */
public final class LoginProvider implements AutoCloseable {

  /** Codes that are being exchanged at a time. */
  private static final int MOST_EXCHANGES = 16;

  /** Of a code that is no good (RFC 6749, section 5.2). */
  private static final int BAD_REQUEST = 400;

  private final IdentityProvider provider;
  private final String clientId;
  private final DocumentReader documents;
  private final LoginDiscovery discovery;
  private final WebIdentities identities;
  private final Semaphore exchanges = new Semaphore(MOST_EXCHANGES);

  /**
   * Makes it; nothing is fetched before somebody logs in.
   *
   * @param provider whose audiences are not looked at
   * @param clientId by which the provider knows this proxy
   * @param deadline for one answer of the provider
   */
  public LoginProvider(IdentityProvider provider, String clientId, Duration deadline, Clock clock) {
    this.provider = provider.forAudience(clientId);
    this.clientId = clientId;
    this.documents = new DocumentReader(deadline);
    this.discovery = new LoginDiscovery(this.provider, documents, clock);
    this.identities = new WebIdentities(List.of(this.provider), deadline, clock);
  }

  /** Where people log in. */
  public LoginEndpoints endpoints() throws ProviderUnavailableException {
    return discovery.endpoints();
  }

  /** Exactly as tokens name it. */
  public String issuer() {
    return provider.issuer();
  }

  /** Whom the provider vouches for by a code. */
  public WebIdentity exchange(CodeExchange shown)
      throws LoginRefusedException, ProviderUnavailableException {
    if (!exchanges.tryAcquire()) {
      throw new ProviderUnavailableException("too many logins at a time");
    }
    try {
      Map<String, @Nullable Object> answer = answer(shown);
      if (!(answer.get("id_token") instanceof String token)) {
        throw new LoginRefusedException("the provider gave no id_token");
      }
      WebIdentity identity = identities.verify(token);
      requireNonce(token, shown.nonce());
      return identity;
    } catch (StsException e) {
      if (e.code() == StsErrorCode.IDP_COMMUNICATION_ERROR) {
        throw new ProviderUnavailableException(e.reason(), e);
      }
      throw new LoginRefusedException(e.reason());
    } finally {
      exchanges.release();
    }
  }

  private Map<String, @Nullable Object> answer(CodeExchange shown)
      throws LoginRefusedException, ProviderUnavailableException {
    try {
      return documents.post(
          discovery.endpoints().token(),
          provider.address(),
          form(shown),
          shown.secret().map(this::basic));
    } catch (ProviderUnavailableException e) {
      if (e.getCause() instanceof ExecutionException failed
          && failed.getCause() instanceof StatusException answered
          && answered.status() == BAD_REQUEST) {
        throw new LoginRefusedException("the provider does not take the code");
      }
      throw e;
    }
  }

  /** It was verified before: only what it says is read. */
  private static void requireNonce(String token, String nonce) throws LoginRefusedException {
    try {
      Object said = SignedJWT.parse(token).getJWTClaimsSet().getClaim("nonce");
      if (said instanceof String text && MessageDigest.isEqual(bytes(text), bytes(nonce))) {
        return;
      }
    } catch (ParseException e) {
      throw new LoginRefusedException("the token cannot be read");
    }
    throw new LoginRefusedException("the token was made for another login");
  }

  private String form(CodeExchange shown) {
    String form =
        "grant_type=authorization_code&code="
            + encoded(shown.code())
            + "&redirect_uri="
            + encoded(shown.redirectUri())
            + "&code_verifier="
            + encoded(shown.verifier());
    return shown.secret().isPresent() ? form : form + "&client_id=" + encoded(clientId);
  }

  /** RFC 6749, section 2.3.1. */
  private String basic(String secret) {
    String both = encoded(clientId) + ":" + encoded(secret);
    return "Basic " + Base64.getEncoder().encodeToString(bytes(both));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    documents.close();
    identities.close();
  }
}
