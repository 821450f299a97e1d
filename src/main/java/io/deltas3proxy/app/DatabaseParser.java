package io.deltas3proxy.app;

import io.deltas3proxy.accounts.SecretCipher;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseSettings;
import io.deltas3proxy.database.DatabaseTimeouts;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code database}. */
final class DatabaseParser {

  static final KeyPath URI = KeyPath.ROOT.child("database").child("uri");
  static final KeyPath KEY = KeyPath.ROOT.child("database").child("secretKey");
  static final KeyPath KEY_FILE = KeyPath.ROOT.child("database").child("secretKeyFile");

  private static final String DEFAULT_URI = "sqlite:delta_proxy.db";

  private DatabaseParser() {}

  /**
   * Reads it; what is wrong is said also where it is not used.
   *
   * @param directory that relative paths start from
   * @return empty where no database is used
   */
  static Optional<AccountsSettings> parse(Section root, Path directory) {
    boolean enabled = root.flag("databaseEnabled", false);
    Section section = root.section("database");
    Optional<DatabaseAddress> address = address(section, directory);
    DatabaseTimeouts timeouts =
        new DatabaseTimeouts(
            section.seconds("connectTimeoutSeconds", 1, 60, Duration.ofSeconds(3)),
            section.seconds("statementTimeoutSeconds", 1, 60, Duration.ofSeconds(5)));
    int connections = section.integer("maxConnections", 1, 1000, 10);
    Optional<SecretCipher> cipher = section.parsed("secretKey", SecretKeyFile::cipher);
    Optional<Path> keyFile = keyFile(section, directory);
    Duration within = section.seconds("changesWithinSeconds", 1, 3600, Duration.ofSeconds(10));
    Duration poll = section.millis("pollMillis", 50, 60_000, Duration.ofSeconds(1));
    if (poll.multipliedBy(2).compareTo(within) > 0) {
      section.problem(
          "pollMillis", "must not be more than half of changesWithinSeconds, so that one may fail");
    }
    if (section.has("secretKey") && section.has("secretKeyFile")) {
      section.problem("secretKeyFile", "must not be given beside secretKey");
    }
    if (enabled && !section.has("secretKey") && !section.has("secretKeyFile")) {
      section.problem(
          "secretKey",
          "is missing: give 32 random bytes in Base64, which encrypt the secrets of access keys"
              + " (for example the output of: openssl rand -base64 32), or secretKeyFile");
    }
    section.end();
    return enabled && address.isPresent()
        ? Optional.of(
            new AccountsSettings(
                new DatabaseSettings(address.get(), connections, timeouts),
                cipher,
                keyFile,
                within,
                poll))
        : Optional.empty();
  }

  private static Optional<DatabaseAddress> address(Section section, Path directory) {
    Optional<String> user = section.text("user");
    Optional<String> password = section.text("password");
    Optional<DatabaseAddress> address =
        section.has("uri")
            ? section.parsed("uri", text -> DatabaseAddress.parse(text, directory))
            : Optional.of(DatabaseAddress.parse(DEFAULT_URI, directory));
    return address.map(one -> one.as(user.orElse(null), password.orElse(null)));
  }

  /** What is wrong with it is said without the value, which may be a key in the wrong place. */
  private static Optional<Path> keyFile(Section section, Path directory) {
    Optional<String> name = section.text("secretKeyFile");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (SecretKeyFile.isKey(name.get())) {
      section.problem("secretKeyFile", "must name a file: it is a key, as secretKey takes it");
      return Optional.empty();
    }
    try {
      return Optional.of(directory.resolve(name.get()));
    } catch (InvalidPathException e) {
      section.problem("secretKeyFile", "must name a file");
      return Optional.empty();
    }
  }
}
