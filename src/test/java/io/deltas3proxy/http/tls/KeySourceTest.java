package io.deltas3proxy.http.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySourceTest {

  @TempDir Path directory;

  private Certificates made(String algorithm) {
    return Certificates.make(directory.resolve(algorithm), "PKCS12", algorithm);
  }

  @Test
  void aWrongPasswordIsNamedAndNotShown() {
    made("EC");
    KeyStoreFile wrong = new KeyStoreFile(directory.resolve("EC"), "PKCS12", "hunter2-hunter2");
    assertFails(wrong, "keyStore", "cannot be opened with keyStorePassword: " + wrong.path());
    assertFalse(wrong.toString().contains("hunter2"));
  }

  @Test
  void whatIsNoKeyStoreIsRefused() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "not a keystore");
    assertFails(
        new KeyStoreFile(text, "PKCS12", "x"), "keyStore", "is not a keystore of type PKCS12");
    assertFails(
        new KeyStoreFile(directory.resolve("none"), "JKS", "x"),
        "keyStore",
        "there is no such file: " + directory.resolve("none"));
    assertFails(new KeyStoreFile(directory, "JKS", "x"), "keyStore", "is not a file");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    Path certificate = made("EC").certificate(directory.resolve("cert.pem"));
    Path other =
        Certificates.make(directory.resolve("other"), "PKCS12", "EC")
            .privateKey(directory.resolve("other.pem"));
    assertFails(
        new PemFiles(certificate, other),
        "privateKeyFile",
        "is not the private key of the first certificate in certificateFile: " + other);
    Path rsa = made("RSA").privateKey(directory.resolve("rsa.pem"));
    assertFails(
        new PemFiles(certificate, rsa), "privateKeyFile", "is not the EC key that certificateFile");
  }

  @Test
  void aKeyThatIsEncryptedOrInAnotherFormIsRefusedWithAdvice() throws Exception {
    Path certificate = made("EC").certificate(directory.resolve("cert.pem"));
    byte[] some = {1, 2, 3};
    Path key = directory.resolve("key.pem");
    PemFiles files = new PemFiles(certificate, key);
    Certificates.pem(key, "ENCRYPTED PRIVATE KEY", some);
    assertFails(files, "privateKeyFile", "is encrypted; decrypt it");
    Certificates.pem(key, "RSA PRIVATE KEY", some);
    assertFails(files, "privateKeyFile", "make it PKCS#8 with openssl pkcs8 -topk8 -nocrypt");
    Certificates.pem(key, "EC PRIVATE KEY", some);
    assertFails(files, "privateKeyFile", "is a \"EC PRIVATE KEY\"");
    Certificates.pem(key, "CERTIFICATE", some);
    assertFails(files, "privateKeyFile", "has no PRIVATE KEY in PEM");
    Certificates.pem(key, "PRIVATE KEY", some);
    assertFails(files, "privateKeyFile", "is not the EC key");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----\n");
    assertFails(files, "privateKeyFile", "is not valid PEM");
  }

  @Test
  void aFileWithoutCertificatesIsRefused() throws Exception {
    Path key = made("EC").privateKey(directory.resolve("key.pem"));
    assertFails(new PemFiles(key, key), "certificateFile", "must have 1 to 20 certificates, not 0");
    Path broken = Certificates.pem(directory.resolve("b.pem"), "CERTIFICATE", new byte[] {1});
    assertFails(
        new PemFiles(broken, key), "certificateFile", "has a certificate that cannot be read");
    Path large = Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);
    assertFails(new PemFiles(large, key), "certificateFile", "is larger than 1 MiB");
  }

  private static void assertFails(KeySource source, String setting, String message) {
    TlsFileException failure =
        assertThrows(
            TlsFileException.class,
            () -> {
              try (ServerTls opened = ServerTls.open(source)) {
                assertTrue(opened.context().getProtocol().isEmpty(), "it was opened");
              }
            });
    assertEquals(setting, failure.setting());
    assertTrue(String.valueOf(failure.getMessage()).contains(message), failure.getMessage());
  }
}
