package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.JdbcAccountStore;
import io.deltas3proxy.accounts.NewAccessKey;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The key of the secrets, from the first start on. */
class AccountsDatabaseIT {

  private static final String URI = "\"uri\": \"sqlite:accounts.db\"";
  private static final String FILE = ", \"secretKeyFile\": \"accounts.key\"";

  @TempDir private Path directory;

  private AccountsDatabase open(String database) throws Exception {
    Files.writeString(
        directory.resolve("config.json"),
        "{\"tableMapping\": {\"t\": \"s3://bucket/t\"}, \"databaseEnabled\": true, \"database\": {"
            + database
            + "}}");
    Configuration configuration = ConfigurationLoader.load(null, Map.of(), directory);
    return AccountsDatabase.open(configuration.accounts().orElseThrow(), configuration.source());
  }

  private String refused(String database) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> open(database).close());
    assertEquals(1, e.problems().size());
    return e.problems().getFirst().toString();
  }

  private static String key(int filling) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) filling);
    return ", \"secretKey\": \"" + Base64.getEncoder().encodeToString(key) + "\"";
  }

  private static String postgresql() {
    DatabaseAddress address = TestDatabases.postgresql();
    return "\"uri\": \""
        + address.url()
        + "\", \"user\": \"postgres\", \"password\": \"hidden-password\"";
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theEmbeddedDatabaseMakesItsKeyAtTheFirstStart() throws Exception {
    NewAccessKey made;
    try (AccountsDatabase first = open(URI + FILE)) {
      JdbcAccountStore store =
          new JdbcAccountStore(first.database(), first.cipher(), Clock.systemUTC());
      store.addUser("alice");
      made = store.createKey("alice", null);
    }
    Path file = directory.resolve("accounts.key");
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    String text = Files.readString(file);
    assertEquals(32, Base64.getDecoder().decode(text.strip()).length);
    try (AccountsDatabase second = open(URI + FILE)) {
      assertEquals(
          made.secretAccessKey(),
          new io.deltas3proxy.accounts.JdbcLastingKeys(second.database(), second.cipher())
              .find(made.key().accessKeyId())
              .orElseThrow()
              .secretAccessKey());
    }
    assertEquals(text, Files.readString(file));
  }

  @Test
  void aKeyThatIsLostIsNotReplaced() throws Exception {
    open(URI + FILE).close();
    Path file = directory.resolve("accounts.key");
    Files.delete(file);
    String problem = refused(URI + FILE);
    assertTrue(problem.contains("database.secretKeyFile: there is no file"), problem);
    assertFalse(Files.exists(file));
  }

  @Test
  void anotherKeyThanTheFirstIsRefused() throws Exception {
    open(URI + key(1)).close();
    String problem = refused(URI + key(2));
    assertTrue(problem.contains("database.secretKey: is not the key that"), problem);
    assertFalse(problem.contains(key(2).substring(20)), problem);
    open(URI + key(1)).close();
    Files.writeString(directory.resolve("accounts.key"), "no key");
    problem = refused(URI + FILE);
    assertTrue(problem.contains("accounts.key cannot be used: its content must be 32"), problem);
  }

  @Test
  void aKeyInThePlaceOfItsFileIsNotShownAndMakesNoFile() throws Exception {
    String pasted =
        Base64.getEncoder()
            .encodeToString(
                new byte[] {
                  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                  24, 25, 26, 27, 28, 29, 30, 31, 32
                });
    String problem = refused(URI + ", \"secretKeyFile\": \"" + pasted + "\"");
    assertTrue(problem.contains("database.secretKeyFile: must name a file"), problem);
    assertFalse(problem.contains(pasted.substring(8, 24)), problem);
    assertFalse(Files.exists(directory.resolve(pasted)));
    String hex = "0123456789abcdef".repeat(4);
    problem = refused(postgresql() + ", \"secretKeyFile\": \"" + hex + "\"");
    assertTrue(problem.contains("database.secretKeyFile: there is no file"), problem);
    assertFalse(problem.contains(hex), problem);
  }

  @Test
  void aDatabaseOfManyInstancesMakesNoKey() throws Exception {
    String database = postgresql();
    String problem = refused(database + FILE);
    assertTrue(problem.contains("database.secretKeyFile: there is no file"), problem);
    open(database + key(1)).close();
    problem = refused(database + key(2));
    assertTrue(problem.contains("is not the key"), problem);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() {
    String problem =
        refused("\"uri\": \"postgresql://proxy:hidden-password@127.0.0.1:1/accounts\"" + key(1));
    assertTrue(
        problem.contains("database.uri: The database jdbc:postgresql://127.0.0.1:1/accounts"),
        problem);
    assertFalse(problem.contains("hidden"), problem);
  }
}
