package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deltas3proxy.access.ConfiguredGrants;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.kernel.IndexSettings;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import io.deltas3proxy.storage.local.LocalObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {

  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final PartitionRule EVERYTHING = new PartitionRule(Map.of());

  @TempDir Path directory;

  private final KernelTableIndexes indexes =
      new KernelTableIndexes(
          new IndexSettings(1 << 20, WAIT, Duration.ofSeconds(1), WAIT, WAIT, WAIT),
          Clock.systemUTC());

  @AfterEach
  void close() {
    indexes.close();
  }

  @Test
  void itIsReadyWhenEveryLogIsKnown() throws Exception {
    TableCatalog catalog = catalog(Map.of("reference", LAKE.resolve("reference")));
    RuleVerification rules = rules(Map.of("reference", List.of(EVERYTHING)));
    Readiness readiness = new Readiness(catalog, indexes, rules, () -> true, false);
    assertEquals(
        "{\"status\":\"loading\",\"tables\":{\"reference\":{\"state\":\"loading\"}}}\n",
        readiness.check().toJson());
    rules.verify(catalog.all(), WAIT);
    Health health = readiness.check();
    assertTrue(health.good());
    assertEquals(
        "{\"status\":\"ready\",\"tables\":{\"reference\":{\"state\":\"ready\"}}}\n",
        health.toJson());
  }

  @Test
  void aLogThatCannotBeReadIsNamedByItsAliasAlone() throws Exception {
    Path log = Files.createDirectories(directory.resolve("secret-place/_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "this is not a commit\n");
    TableCatalog catalog = catalog(Map.of("broken", directory.resolve("secret-place")));
    RuleVerification rules = rules(Map.of("broken", List.of(EVERYTHING)));
    rules.verify(catalog.all(), WAIT);
    Health health = new Readiness(catalog, indexes, rules, () -> true, false).check();
    assertFalse(health.good());
    assertEquals("degraded", health.status());
    String json = health.toJson();
    assertTrue(json.contains("\"broken\":{\"state\":\"failed\",\"reason\":"), json);
    assertFalse(json.contains("secret-place"), json);
  }

  @Test
  void aTableThatIsNotMadeYetIsReadyWhereItMayBe() throws Exception {
    TableCatalog catalog = catalog(Map.of("fresh", directory.resolve("fresh")));
    RuleVerification rules = rules(Map.of("fresh", List.of(EVERYTHING)));
    rules.verify(catalog.all(), WAIT);
    assertTrue(new Readiness(catalog, indexes, rules, () -> true, true).check().good());
    assertFalse(new Readiness(catalog, indexes, rules, () -> true, false).check().good());
  }

  @Test
  void aRuleForAnUnknownColumnIsAnErrorWithFileKeyAndValue() throws Exception {
    TableCatalog catalog = catalog(Map.of("trades", LAKE.resolve("trades")));
    PartitionRule fitting = new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")));
    PartitionRule wrong = new PartitionRule(Map.of("MCI", ValueCondition.is("XLON")));
    RuleVerification rules = rules(Map.of("trades", List.of(fitting, wrong)));
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> rules.verify(catalog.all(), WAIT));
    assertEquals(
        List.of("config.json: allowedPartitions.trades[1].MCI"),
        e.problems().stream().map(problem -> problem.source() + ": " + problem.key()).toList());
    assertFalse(new Readiness(catalog, indexes, rules, () -> true, false).check().good());
  }

  private RuleVerification rules(Map<String, List<PartitionRule>> byTable) {
    ConfigurationTree source =
        new ConfigurationTree(
            JsonNodeFactory.instance.objectNode(), directory, "config.json", Map.of());
    return new RuleVerification(ConfiguredGrants.forEveryone(byTable), indexes, source);
  }

  private TableCatalog catalog(Map<String, Path> tables) throws IOException {
    LocalObjectStore store = new LocalObjectStore(List.of(LAKE, directory));
    return new TableCatalog(
        tables.entrySet().stream()
            .map(table ->
                new Table(
                    table.getKey(),
                    new TableLocation(store, "", table.getValue().toString().substring(1))))
            .toList());
  }
}
