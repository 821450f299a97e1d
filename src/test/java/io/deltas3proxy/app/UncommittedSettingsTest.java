package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UncommittedSettingsTest {

  private static final String TABLE = "'tableMapping': {'trades': 's3://bkt/p'}";

  @TempDir Path directory;

  private Configuration load(String json, Map<String, String> environment) throws Exception {
    Path file = directory.resolve("config.json");
    Files.writeString(file, "{" + json.replace('\'', '"') + "}");
    return ConfigurationLoader.load(null, environment, directory);
  }

  private List<String> problems(String json) {
    return assertThrows(ConfigurationException.class, () -> load(json, Map.of()))
        .problems()
        .stream()
        .map(Problem::key)
        .toList();
  }

  @Test
  void nothingIsWrittenUnlessTheConfigurationSaysSo() throws Exception {
    Configuration configuration = load(TABLE, Map.of());
    assertTrue(configuration.endpoint().readOnly());
    assertEquals(
        new UncommittedSettings(false, Duration.ofDays(7), 200_000), configuration.uncommitted());
  }

  @Test
  void writingNeedsTheDatabase() throws Exception {
    assertEquals(List.of("readOnly"), problems(TABLE + ", 'readOnly': false"));
    Configuration configuration =
        load(
            TABLE + ", 'writes': {'uncommittedHours': 24, 'maxUncommittedFiles': 5}",
            Map.of(
                "PROXY_READ_ONLY", "false",
                "PROXY_DATABASE_ENABLED", "true",
                "PROXY_DATABASE__SECRET_KEY", Base64.getEncoder().encodeToString(new byte[32])));
    assertFalse(configuration.endpoint().readOnly());
    assertEquals(new UncommittedSettings(true, Duration.ofDays(1), 5), configuration.uncommitted());
  }

  @Test
  void aClaimLastsHours() {
    assertEquals(
        List.of("writes.uncommittedHours"),
        problems(TABLE + ", 'writes': {'uncommittedHours': 0}"));
    assertEquals(List.of("writes.hours"), problems(TABLE + ", 'writes': {'hours': 1}"));
  }

  @Test
  void aFilteredTableMayHaveAnotherAliasToBeWrittenUnder() throws Exception {
    String place = "'s3://bkt/p'";
    assertEquals(
        2,
        load(
                "'tableMapping': {'a': {'uri': "
                    + place
                    + ", 'logView': 'filtered'}, 'b': {'uri': "
                    + place
                    + ", 'logView': 'direct'}}",
                Map.of())
            .lake()
            .tables()
            .size());
    for (String other :
        List.of(
            "{'uri': 's3://bkt/p', 'logView': 'filtered'}",
            "{'uri': 's3://bkt/p/q', 'logView': 'direct'}")) {
      assertEquals(
          List.of("tableMapping.b"),
          problems(
              "'tableMapping': {'a': {'uri': "
                  + place
                  + ", 'logView': 'filtered'}, 'b': "
                  + other
                  + "}"));
    }
  }
}
