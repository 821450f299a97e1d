package io.deltas3proxy.gateway.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.testing.ListedBuckets;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions by the rules of real databases. */
class JdbcPlacementsTest {

  private static final PlacementEvidence.Filter ALL =
      new PlacementEvidence.Filter(null, null, null, null, null);

  @Nested
  class OnSqlite extends Contract {
    @Override
    DatabaseAddress address(Path directory) {
      return TestDatabases.sqlite(directory);
    }
  }

  @Nested
  class OnPostgresql extends Contract {
    @Override
    DatabaseAddress address(Path directory) {
      return TestDatabases.postgresql();
    }
  }

  private record Listed(List<GatewayBackend> all) implements Backends {
    @Override
    public Optional<GatewayBackend> find(String name) {
      return all.stream().filter(backend -> backend.description().name().equals(name)).findFirst();
    }
  }

  abstract static class Contract {

    @TempDir private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final GatewayBucket bucket = Places.bucket("", Set.of(), 2);
    private final Listed backends = new Listed(Places.at("FI-HEL-ST-1", "DE-FRA-1"));

    abstract DatabaseAddress address(Path place);

    private Database open() throws Exception {
      return Database.open(TestDatabases.settings(address(directory)));
    }

    private JdbcPlacements placements(Database database, JdbcReplicationRules rules) {
      return new JdbcPlacements(
          database,
          backends,
          new ListedBuckets(bucket),
          rules,
          new JdbcPlacementEvidence(database, clock));
    }

    @Test
    void everyDecisionIsRecorded() throws Exception {
      try (Database database = open()) {
        JdbcPlacements placements =
            placements(database, new JdbcReplicationRules(database, List.of(), clock));
        placements.decide(Places.put(bucket));
        placements.decide(Places.put(Places.bucket("us", Set.of(), 1)));
        List<PlacementEvidence> found = new JdbcPlacementEvidence(database, clock).find(ALL, 10);
        assertEquals(
            new PlacementEvidence(
                found.getFirst().id(),
                clock.instant(),
                new PlacementEvidence.Subject("REQUEST", "PutObject", "bucket", "key", null, null),
                false,
                List.of(Restriction.LOCATIONS),
                "no backend is in a listed location",
                new PlacementEvidence.Outcome(List.of(), List.of(), 0)),
            found.getFirst());
        assertEquals(
            new PlacementEvidence.Outcome(
                List.of("FI-HEL-ST-1", "DE-FRA-1"), List.of("DE-FRA-1", "FI-HEL-ST-1"), 2),
            found.getLast().outcome());
      }
    }

    @Test
    void rulesOfTheConfigurationAndOfAdministratorsHoldTogether() throws Exception {
      try (Database database = open()) {
        ReplicationRule configured = Places.rule("configured", "fi", "", 1, "FI", "SE");
        JdbcReplicationRules rules = new JdbcReplicationRules(database, List.of(configured), clock);
        rules.load();
        rules.put(Places.rule("added", null, "de,se", 1));
        assertEquals(
            List.of("added", "configured"),
            rules.all().stream().map(ReplicationRule::name).toList());
        PlacementDecision.Allowed decision =
            assertInstanceOf(
                PlacementDecision.Allowed.class,
                placements(database, rules).decide(Places.put(bucket)));
        assertEquals(Set.of(new Location("FI-HEL-ST-1")), decision.allowedZones());
        assertThrows(IllegalArgumentException.class, () -> rules.put(configured));
        JdbcReplicationRules later = new JdbcReplicationRules(database, List.of(), clock);
        later.load();
        assertEquals(List.of("added"), later.all().stream().map(ReplicationRule::name).toList());
        assertEquals(2, rules.all().size());
      }
    }

    @Test
    void aRuleIsReadAsItWasWritten() throws Exception {
      try (Database database = open()) {
        ReplicationRule rule =
            new ReplicationRule(
                "all-of-it",
                new Location("fi-hel"),
                List.of(new Location("de"), new Location("se-sto-1")),
                3,
                Set.of("fi", "de"),
                Set.of(Demand.OBJECT_LOCK, Demand.ISO_27001_GDPR),
                false);
        new JdbcReplicationRules(database, List.of(), clock).put(rule);
        assertEquals(List.of(rule), new JdbcReplicationRules(database, List.of(), clock).all());
      }
    }

    @Test
    void laterCopiesAskTheRulesOfToday() throws Exception {
      try (Database database = open()) {
        JdbcReplicationRules rules = new JdbcReplicationRules(database, List.of(), clock);
        JdbcPlacements placements = placements(database, rules);
        StoredVersion version =
            Places.decided((PlacementDecision.Allowed) placements.decide(Places.put(bucket)));
        assertTrue(placements.mayHold(version, Places.at("DE-FRA-1").description()));
        rules.put(Places.rule("finland-only", null, "", 1, "FI"));
        assertFalse(placements.mayHold(version, Places.at("DE-FRA-1").description()));
      }
    }

    @Test
    void laterDecisionsAreRecordedOnceAJobUntilTheyChange() throws Exception {
      try (Database database = open()) {
        JdbcReplicationRules rules = new JdbcReplicationRules(database, List.of(), clock);
        JdbcPlacements placements = placements(database, rules);
        JdbcPlacementEvidence evidence = new JdbcPlacementEvidence(database, clock);
        StoredVersion version =
            Places.decided((PlacementDecision.Allowed) placements.decide(Places.put(bucket)));
        LaterPlacement first = later(version, "job-1");
        assertTrue(placements.decideLater(first).isEmpty());
        assertTrue(placements.decideLater(first).isEmpty());
        assertEquals(1, count(evidence, null, null, "job-1", true, null));
        rules.put(Places.rule("finland-only", null, "", 1, "FI"));
        assertEquals("finland-only", placements.decideLater(first).orElseThrow().rule());
        assertTrue(placements.decideLater(first).isPresent());
        assertTrue(placements.decideLater(later(version, "job-2")).isPresent());
        PlacementEvidence refused = evidence.find(ALL, 1).getFirst();
        assertEquals(
            new PlacementEvidence.Subject(
                "job-1", "add_replica", "bucket", "key", version.versionId(), "DE-FRA-1"),
            refused.subject());
        assertEquals(List.of("finland-only"), refused.rules());
        assertEquals(3, evidence.find(ALL, 10).size());
        rules.put(Places.rule("finland-only", "se", "", 1, "FI"));
        assertTrue(placements.decideLater(later(version, "job-3")).isEmpty());
        assertEquals(
            new PlacementEvidence.Outcome(
                List.of("DE-FRA-1"), List.of("DE-FRA-1", "FI-HEL-ST-1"), 2),
            evidence.find(ALL, 1).getFirst().outcome());
      }
    }

    private static LaterPlacement later(StoredVersion version, String job) {
      return new LaterPlacement(version, Places.at("DE-FRA-1").description(), "add_replica", job);
    }

    @Test
    void evidenceIsFoundByWhatItIsAbout() throws Exception {
      try (Database database = open()) {
        JdbcPlacementEvidence evidence = new JdbcPlacementEvidence(database, clock);
        JdbcPlacements placements =
            placements(database, new JdbcReplicationRules(database, List.of(), clock));
        placements.decide(Places.put(bucket));
        placements.decide(Places.put(Places.bucket("us", Set.of(), 1)));
        placements.decide(Places.put(bucket, Map.of("replica-count", "none")));
        long last = evidence.find(ALL, 1).getFirst().id();
        assertEquals(3, count(evidence, "bucket", "key", "REQUEST", null, null));
        assertEquals(1, count(evidence, null, null, null, true, null));
        assertEquals(2, count(evidence, "bucket", null, null, false, null));
        assertEquals(2, count(evidence, null, null, null, null, last));
        assertEquals(0, count(evidence, "other", null, null, null, null));
        assertEquals(0, count(evidence, null, "nul\0", null, null, null));
        assertEquals(0, count(evidence, null, null, "' OR 1=1 --", null, null));
      }
    }

    private static int count(
        JdbcPlacementEvidence evidence,
        @Nullable String bucketName,
        @Nullable String key,
        @Nullable String requestId,
        @Nullable Boolean allowed,
        @Nullable Long before)
        throws MetadataUnavailableException {
      return evidence
          .find(new PlacementEvidence.Filter(bucketName, key, requestId, allowed, before), 10)
          .size();
    }

    @Test
    void evidenceIsKeptForAWhile() throws Exception {
      try (Database database = open()) {
        JdbcPlacementEvidence evidence = new JdbcPlacementEvidence(database, clock);
        JdbcPlacements placements =
            placements(database, new JdbcReplicationRules(database, List.of(), clock));
        for (int i = 0; i < 5; i++) {
          placements.decide(Places.put(bucket));
        }
        clock.advance(Duration.ofDays(31));
        placements.decide(Places.put(bucket));
        assertEquals(3, evidence.prune(Duration.ofDays(30), 3));
        assertEquals(2, evidence.prune(Duration.ofDays(30), 3));
        assertEquals(1, evidence.find(ALL, 10).size());
      }
    }

    @Test
    void withoutTheDatabaseNothingIsDecided() throws Exception {
      Database database = open();
      JdbcPlacements placements =
          placements(database, new JdbcReplicationRules(database, List.of(), clock));
      database.close();
      assertThrows(MetadataUnavailableException.class, () -> placements.decide(Places.put(bucket)));
    }
  }
}
