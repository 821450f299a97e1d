package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use the administration interface. */
class AdminParserTest {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @TempDir private Path directory;

  private Configuration load(String admin, String alias, Map<String, String> environment)
      throws Exception {
    Files.createDirectories(directory.resolve("lake/t"));
    Path file = directory.resolve("config.json");
    String text =
        "{'tableMapping': {'"
            + alias
            + "': 'file:lake/t'}, 'localDirectories': ['lake']"
            + admin
            + "}";
    Files.writeString(file, text.replace('\'', '"'));
    return ConfigurationLoader.load(file.toString(), environment, directory);
  }

  private void refused(String admin, String alias, String message) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> load(admin, alias, Map.of()));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    assertFalse(String.valueOf(e.getMessage()).contains("0123"), "a token is shown");
  }

  @Test
  void itIsOffUnlessItIsSwitchedOn() throws Exception {
    assertFalse(load("", "admin", Map.of()).admin().enabled());
    assertTrue(
        load(", 'admin': {'enabled': true, 'tokens': {'ada': '" + TOKEN + "'}}", "t", Map.of())
            .admin()
            .enabled());
  }

  @Test
  void aTokenIsLongOneAdministratorsAloneAndNeverShown() {
    refused(", 'admin': {'enabled': true}", "t", "admin.tokens");
    refused(", 'admin': {'tokens': {'ada': '0123'}}", "t", "at least 32 characters");
    refused(", 'admin': {'tokens': {'ada': '" + TOKEN + " x'}}", "t", "visible ASCII");
    refused(
        ", 'admin': {'tokens': {'a': '" + TOKEN + "', 'b': '" + TOKEN + "'}}", "t", "must differ");
    refused(", 'admin': {'token': '" + TOKEN + "'}", "t", "admin.token");
    refused(", 'admin': {'tokens': '" + TOKEN + "'}", "t", "must be a map");
  }

  @Test
  void itsPathIsNoAliasThen() {
    String on = ", 'admin': {'enabled': true, 'tokens': {'ada': '" + TOKEN + "'}}";
    refused(on, "admin", "is a path of its own, not an alias");
    refused(on + ", 'virtualBucket': 'admin'", "t", "must not be admin");
  }
}
