package io.deltas3proxy.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for this machine, signed by itself, as {@code keytool} makes it. */
public final class Certificates {

  public static final String PASSWORD = "not-a-secret";

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final Path keyStore;
  private final String type;

  private Certificates(Path keyStore, String type) {
    this.keyStore = keyStore;
    this.type = type;
  }

  /**
   * Makes a keystore.
   *
   * @param keyStore must not be there yet
   * @param type {@code PKCS12} or {@code JKS}
   * @param algorithm {@code RSA}, {@code EC} or {@code Ed25519}
   */
  public static Certificates make(Path keyStore, String type, String algorithm) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            algorithm,
            "-dname",
            "CN=" + keyStore.getFileName(),
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-validity",
            "2",
            "-storetype",
            type,
            "-storepass",
            PASSWORD,
            "-keypass",
            PASSWORD,
            "-keystore",
            keyStore.toString());
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("no keytool", e);
    }
    return new Certificates(keyStore, type);
  }

  public Path keyStore() {
    return keyStore;
  }

  /** Writes the certificate as PEM. */
  public Path certificate(Path file) throws Exception {
    return pem(file, "CERTIFICATE", store().getCertificate("server").getEncoded());
  }

  /** Writes the private key as PKCS#8 in PEM. */
  public Path privateKey(Path file) throws Exception {
    return pem(file, "PRIVATE KEY", store().getKey("server", PASSWORD.toCharArray()).getEncoded());
  }

  /** Writes a PEM file of one block. */
  public static Path pem(Path file, String label, byte[] content) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN "
            + label
            + "-----\n"
            + LINES.encodeToString(content)
            + "\n-----END "
            + label
            + "-----\n");
  }

  /** What a client that trusts these certificates connects with. */
  public static SSLContext trusting(Certificates... trusted) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Certificates each : trusted) {
      Certificate certificate = each.store().getCertificate("server");
      store.setCertificateEntry(each.keyStore.toString(), certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type);
    try (var in = Files.newInputStream(keyStore)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }
}
