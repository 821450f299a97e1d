package io.deltas3proxy.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate with its chain, and its private key, as PEM.
 *
 * @param certificate the server's own certificate comes first
 * @param privateKey one key as PKCS#8, not encrypted: RSA, EC or Ed25519
 */
public record PemFiles(Path certificate, Path privateKey) implements KeySource {

  /** Labels of private keys in forms that Java does not read. */
  private static final Set<String> OTHER_FORMS = Set.of("RSA PRIVATE KEY", "EC PRIVATE KEY");

  private static final int MOST_CERTIFICATES = 20;

  private SourceFile certificateFile() {
    return new SourceFile("certificateFile", certificate);
  }

  private SourceFile keyFile() {
    return new SourceFile("privateKeyFile", privateKey);
  }

  @Override
  public List<SourceFile> files() {
    return List.of(certificateFile(), keyFile());
  }

  @Override
  public X509ExtendedKeyManager keys(List<byte[]> contents) throws TlsFileException {
    X509Certificate[] chain = chain(contents.get(0));
    PrivateKey key = key(contents.get(1), chain[0].getPublicKey().getAlgorithm());
    if (!Keys.belongTogether(key, chain[0])) {
      throw new TlsFileException(
          keyFile(), "is not the private key of the first certificate in certificateFile");
    }
    Keys.warnOfDates(chain[0], certificateFile());
    try {
      // The store is in memory alone, but must have a password.
      char[] password = {'-'};
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry("server", key, password, chain);
      return Keys.of(store, password);
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsFileException(certificateFile(), "cannot be used by this Java");
    }
  }

  private X509Certificate[] chain(byte[] content) throws TlsFileException {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemBlock block : blocks(content, certificateFile())) {
        if (block.label().equals("CERTIFICATE")
            && factory.generateCertificate(new ByteArrayInputStream(block.content()))
                instanceof X509Certificate read) {
          chain.add(read);
        }
      }
    } catch (CertificateException e) {
      throw new TlsFileException(certificateFile(), "has a certificate that cannot be read");
    }
    if (chain.isEmpty() || chain.size() > MOST_CERTIFICATES) {
      throw new TlsFileException(
          certificateFile(),
          "must have 1 to " + MOST_CERTIFICATES + " certificates, not " + chain.size());
    }
    return chain.toArray(X509Certificate[]::new);
  }

  private PrivateKey key(byte[] content, String algorithm) throws TlsFileException {
    for (PemBlock block : blocks(content, keyFile())) {
      if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
        throw new TlsFileException(
            keyFile(), "is encrypted; decrypt it, or put it into a keystore with a password");
      }
      if (OTHER_FORMS.contains(block.label())) {
        throw new TlsFileException(
            keyFile(),
            "is a \"" + block.label() + "\"; make it PKCS#8 with openssl pkcs8 -topk8 -nocrypt");
      }
      if (block.label().equals("PRIVATE KEY")) {
        return decoded(block, algorithm);
      }
    }
    throw new TlsFileException(keyFile(), "has no PRIVATE KEY in PEM");
  }

  private PrivateKey decoded(PemBlock block, String algorithm) throws TlsFileException {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(block.content()));
    } catch (GeneralSecurityException e) {
      // Its message may repeat pieces of the key.
      throw new TlsFileException(
          keyFile(), "is not the " + algorithm + " key that certificateFile is for");
    }
  }

  private static List<PemBlock> blocks(byte[] content, SourceFile file) throws TlsFileException {
    try {
      return PemBlock.allOf(content);
    } catch (IllegalArgumentException e) {
      throw new TlsFileException(file, "is not valid PEM");
    }
  }
}
