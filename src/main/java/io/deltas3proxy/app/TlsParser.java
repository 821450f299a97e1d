package io.deltas3proxy.app;

import io.deltas3proxy.http.tls.KeySource;
import io.deltas3proxy.http.tls.KeyStoreFile;
import io.deltas3proxy.http.tls.PemFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where the certificate and the key of an embedded server are. */
final class TlsParser {

  private static final Map<String, String> TYPES = Map.of("PKCS12", "PKCS12", "JKS", "JKS");

  private TlsParser() {}

  /** What is said, or {@code null} when nothing is. */
  static @Nullable KeySource parse(Section tls, Path directory) {
    Optional<Path> keyStore = path(tls, "keyStore", directory);
    Optional<String> password = tls.text("keyStorePassword");
    String type = tls.choice("keyStoreType", TYPES, "PKCS12");
    Optional<Path> certificate = path(tls, "certificateFile", directory);
    Optional<Path> privateKey = path(tls, "privateKeyFile", directory);
    boolean storeGiven = tls.has("keyStore");
    boolean pemGiven = tls.has("certificateFile") || tls.has("privateKeyFile");
    tls.end();
    if (storeGiven && pemGiven) {
      tls.problem("keyStore", "must not be given together with certificateFile, privateKeyFile");
    } else if (storeGiven && !tls.has("keyStorePassword")) {
      tls.problem("keyStorePassword", "is missing: keyStore needs it");
    } else if (!storeGiven && (tls.has("keyStorePassword") || tls.has("keyStoreType"))) {
      tls.problem("keyStore", "is missing");
    } else if (pemGiven && !tls.has("privateKeyFile")) {
      tls.problem("privateKeyFile", "is missing: certificateFile needs it");
    } else if (pemGiven && !tls.has("certificateFile")) {
      tls.problem("certificateFile", "is missing: privateKeyFile needs it");
    } else if (keyStore.isPresent() && password.isPresent()) {
      return new KeyStoreFile(keyStore.get(), type, password.get());
    } else if (certificate.isPresent() && privateKey.isPresent()) {
      return new PemFiles(certificate.get(), privateKey.get());
    }
    return null;
  }

  private static Optional<Path> path(Section tls, String key, Path directory) {
    return tls.parsed(key, directory::resolve);
  }
}
