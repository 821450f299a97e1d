package io.deltas3proxy.sts;

import java.util.Optional;

/**
 * What is shown to a provider for the tokens of a login (RFC 6749, section 4.1.3; RFC 7636).
 *
 * @param code that the browser brought
 * @param redirectUri that it was sent to
 * @param verifier of which the provider was told a digest
 * @param nonce that the token must name
 * @param secret of the client; empty for a public one
 */
public record CodeExchange(
    String code, String redirectUri, String verifier, String nonce, Optional<String> secret) {

  /** Shows no secret. */
  @Override
  public String toString() {
    return "CodeExchange[" + redirectUri + "]";
  }
}
