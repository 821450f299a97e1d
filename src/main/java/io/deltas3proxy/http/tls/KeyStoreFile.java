package io.deltas3proxy.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A keystore in which private keys have the password of the store.
 *
 * @param type {@code PKCS12} or {@code JKS}
 * @param password of the store and of its keys
 */
public record KeyStoreFile(Path path, String type, String password) implements KeySource {

  private SourceFile file() {
    return new SourceFile("keyStore", path);
  }

  @Override
  public List<SourceFile> files() {
    return List.of(file());
  }

  @Override
  public X509ExtendedKeyManager keys(List<byte[]> contents) throws TlsFileException {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(new ByteArrayInputStream(contents.getFirst()), password.toCharArray());
      requireKeys(store);
      return Keys.of(store, password.toCharArray());
    } catch (IOException e) {
      throw new TlsFileException(
          file(),
          e.getCause() instanceof UnrecoverableKeyException
              ? "cannot be opened with keyStorePassword"
              : "is not a keystore of type " + type);
    } catch (UnrecoverableKeyException e) {
      throw new TlsFileException(file(), "has a key whose password is not keyStorePassword");
    } catch (GeneralSecurityException e) {
      throw new TlsFileException(file(), "is not a keystore that this Java understands");
    }
  }

  private void requireKeys(KeyStore store) throws GeneralSecurityException, TlsFileException {
    boolean any = false;
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)
          && store.getKey(alias, password.toCharArray()) instanceof PrivateKey key
          && store.getCertificate(alias) instanceof X509Certificate certificate) {
        if (!Keys.belongTogether(key, certificate)) {
          throw new TlsFileException(file(), "has a key that its certificate is not for");
        }
        Keys.warnOfDates(certificate, file());
        any = true;
      }
    }
    if (!any) {
      throw new TlsFileException(file(), "has no private key with a certificate");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "KeyStoreFile[" + path + ", " + type + "]";
  }
}
