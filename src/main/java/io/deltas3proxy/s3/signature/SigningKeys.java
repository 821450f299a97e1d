package io.deltas3proxy.s3.signature;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Signing keys that were derived already. Asked only for keys that exist, and for the one that
 * stands for all that do not: what callers make up does not fill it.
 */
final class SigningKeys {

  private final int most;
  private final ConcurrentMap<CredentialScope, SigningKey> keys = new ConcurrentHashMap<>();

  /**
   * @param most keys that are kept
   */
  SigningKeys(int most) {
    this.most = most;
  }

  SigningKey of(String secretAccessKey, CredentialScope scope) {
    SigningKey known = keys.get(scope);
    if (known != null && known.isOf(secretAccessKey)) {
      return known;
    }
    if (keys.size() >= most) {
      // Those of past days are most of them; what is still used is soon derived again.
      keys.clear();
    }
    SigningKey derived = SigningKey.derive(secretAccessKey, scope);
    keys.put(scope, derived);
    return derived;
  }

  int size() {
    return keys.size();
  }
}
