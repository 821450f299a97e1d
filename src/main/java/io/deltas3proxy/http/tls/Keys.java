package io.deltas3proxy.http.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of every private key and its certificate, wherever they come from. */
final class Keys {

  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
  private static final int DIGEST_BYTES = 32;
  private static final byte[] PROBE = {1, 2, 3};

  private Keys() {}

  static X509ExtendedKeyManager of(KeyStore store, char[] password)
      throws GeneralSecurityException {
    // It looks for the certificate of the name that the client asks for.
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, password);
    for (KeyManager keys : factory.getKeyManagers()) {
      if (keys instanceof X509ExtendedKeyManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("no key manager for certificates");
  }

  /** Whether the certificate's public key verifies what the private key signs. */
  static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    try {
      Signature signature = signature(certificate.getPublicKey().getAlgorithm());
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Signature signature(String keyAlgorithm) throws GeneralSecurityException {
    return switch (keyAlgorithm) {
      case "RSA" -> Signature.getInstance("SHA256withRSA");
      case "EC" -> Signature.getInstance("SHA256withECDSA");
      case "RSASSA-PSS" -> {
        Signature signature = Signature.getInstance(keyAlgorithm);
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, DIGEST_BYTES, 1));
        yield signature;
      }
      default -> Signature.getInstance(keyAlgorithm);
    };
  }

  /** Clients refuse such a certificate, each with a message that does not say it that well. */
  static void warnOfDates(X509Certificate certificate, SourceFile file) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      LOG.warn(
          "tls.{}: the certificate ended at {}",
          file.setting(),
          certificate.getNotAfter().toInstant());
    } catch (CertificateNotYetValidException e) {
      LOG.warn(
          "tls.{}: the certificate is not valid before {}",
          file.setting(),
          certificate.getNotBefore().toInstant());
    }
  }
}
