package io.deltas3proxy.http.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Keys that can be exchanged while handshakes run. A handshake that chose a key goes on with it:
 * the name that it is asked by says which exchange it comes from, and the last two are kept.
 */
final class CurrentKeys extends X509ExtendedKeyManager {

  private static final char END_OF_NUMBER = ':';

  private record Generation(
      long number, X509ExtendedKeyManager keys, @Nullable Generation before) {}

  private volatile Generation current;

  CurrentKeys(X509ExtendedKeyManager first) {
    current = new Generation(0, first, null);
  }

  /** From now on handshakes choose from these; called by one thread at a time. */
  void replace(X509ExtendedKeyManager next) {
    Generation last = current;
    current =
        new Generation(last.number() + 1, next, new Generation(last.number(), last.keys(), null));
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    Generation generation = current;
    String alias = generation.keys().chooseEngineServerAlias(keyType, issuers, engine);
    return alias == null ? null : "" + generation.number() + END_OF_NUMBER + alias;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    X509ExtendedKeyManager keys = of(alias);
    return keys == null ? null : keys.getCertificateChain(own(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    X509ExtendedKeyManager keys = of(alias);
    return keys == null ? null : keys.getPrivateKey(own(alias));
  }

  private @Nullable X509ExtendedKeyManager of(String alias) {
    long number = Long.parseLong(alias.substring(0, alias.indexOf(END_OF_NUMBER)));
    for (Generation g = current; g != null; g = g.before()) {
      if (g.number() == number) {
        return g.keys();
      }
    }
    return null;
  }

  private static String own(String alias) {
    return alias.substring(alias.indexOf(END_OF_NUMBER) + 1);
  }

  /** A server asks for the names of its keys by choosing alone. */
  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
