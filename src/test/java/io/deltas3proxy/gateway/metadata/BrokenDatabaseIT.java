package io.deltas3proxy.gateway.metadata;

import static io.deltas3proxy.gateway.metadata.MetadataFixture.BUCKET;
import static io.deltas3proxy.gateway.metadata.MetadataFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseTimeouts;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Operation;
import io.deltas3proxy.gateway.OperationsLog;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionListings.VersionQuery;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.StoppablePostgresql;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL that ends, comes back, or cannot be reached any more in the middle of something. */
@Timeout(300)
class BrokenDatabaseIT {

  /** What the trigger of a test waits for; no other lock has this number. */
  private static final long GATE = 4711;

  @TempDir Path directory;

  private static DatabaseTimeouts seconds(int seconds) {
    return new DatabaseTimeouts(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean waits(Database database, String locks) throws Exception {
    return database.<Boolean, RuntimeException>read(connection ->
        !JdbcRows.query(
                connection,
                "SELECT 1 FROM pg_locks WHERE NOT granted AND " + locks,
                List.of(),
                row -> true)
            .isEmpty());
  }

  @Test
  void aServerThatIsStoppedFailsEveryCallAndNothingIsHalfDone() throws Exception {
    try (StoppablePostgresql server = new StoppablePostgresql(directory.resolve("data"));
        MetadataFixture fixture = new MetadataFixture(server.address());
        Database brief = Database.open(TestDatabases.settings(server.address(), 3, seconds(1)))) {
      JdbcObjectVersions versions = new JdbcObjectVersions(brief, fixture.clock);
      StoredVersion stored = fixture.put("k", "\"1\"");
      NewVersion draft = MetadataFixture.draft("k");
      long id = versions.begin(draft);
      try (JdbcOperationsLog log =
          new JdbcOperationsLog(
              brief,
              new JdbcOperationsLog.Settings(10, Duration.ofSeconds(30), Duration.ofDays(1)),
              fixture.clock)) {
        server.stop();
        log.record(operation());
        for (Executable call : calls(versions, brief, fixture, stored, draft, id)) {
          assertThrows(MetadataUnavailableException.class, call);
        }
        server.start();
        assertEquals(stored, again(() -> versions.latest(BUCKET, "k")).orElseThrow());
        StoredVersion second =
            again(() ->
                versions.commit(id, MetadataFixture.commit(draft, "\"2\"", WriteConditions.NONE)));
        assertEquals(Optional.of(second), versions.latest(BUCKET, "k"));
        assertFalse(versions.find(stored.id()).orElseThrow().latest());
        assertEquals(List.of(), versions.collectable(10));
      }
      OperationsLog.Filter all =
          new OperationsLog.Filter(null, null, null, null, null, null, null, null);
      assertEquals(List.of(operation()), new JdbcOperations(brief).find(all, 10).operations());
    }
  }

  private static Operation operation() {
    return new Operation(
        "PutObject",
        BUCKET,
        "k",
        new Operation.Who("alice", "AKIA", null, "10.0.0.1"),
        null,
        "r1",
        503,
        0,
        1,
        null,
        null,
        NOW);
  }

  private static List<Executable> calls(
      JdbcObjectVersions versions,
      Database database,
      MetadataFixture fixture,
      StoredVersion stored,
      NewVersion draft,
      long id) {
    JdbcVersionListings listings = new JdbcVersionListings(database);
    JdbcUploads uploads = new JdbcUploads(database, fixture.clock);
    JdbcJobs jobs = new JdbcJobs(database, fixture.clock);
    return List.of(
        () -> versions.begin(MetadataFixture.draft("x")),
        () -> versions.extend(id, MetadataFixture.HOUR),
        () -> versions.commit(id, MetadataFixture.commit(draft, "\"2\"", WriteConditions.NONE)),
        () -> versions.outcome(id),
        () -> versions.abandon(id),
        () -> versions.latest(BUCKET, "k"),
        () -> versions.delete(BUCKET, "k", stored.versionId(), true),
        () -> versions.mark(BUCKET, "k", "v1", "bob", WriteConditions.NONE),
        () -> versions.setTags(stored.id(), Map.of()),
        () -> versions.setRetention(stored.id(), null, true),
        () -> versions.replica(stored.id(), stored.replicas().getFirst()),
        () -> versions.collectable(10),
        () -> listings.objects(new ListingRequest(BUCKET, "", null, null, 10)),
        () -> listings.versions(new VersionQuery(BUCKET, "", null, "", null, 10)),
        () -> uploads.find("u"),
        () -> uploads.list(BUCKET, "", "", null, 10),
        () -> jobs.add(new NewJob(Job.Type.ADD_REPLICA, 1L, null, null, 5)),
        () -> jobs.list(Set.of(Job.Status.QUEUED), 0, 10),
        () -> new JdbcBuckets(database, fixture.clock).all(),
        () -> new JdbcStatistics(database, fixture.clock).queue());
  }

  /** Something that is done once more while the database is not reached. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws Exception;
  }

  /** Connections from before are found to be broken one after the other. */
  private static <T> T again(Call<T> call) throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        return call.run();
      } catch (MetadataUnavailableException e) {
        assertTrue(tries < 10, "it does not come back");
      }
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostIsKnownByItsId() throws Exception {
    String name = TestDatabases.postgresqlName();
    try (MetadataFixture fixture =
            new MetadataFixture(TestDatabases.postgresql(TestDatabases.postgresqlPort(), name));
        TcpGate gate = new TcpGate(TestDatabases.postgresqlPort());
        Database remote =
            Database.open(
                TestDatabases.settings(
                    TestDatabases.postgresql(gate.port(), name), 2, seconds(60)));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      JdbcObjectVersions versions = new JdbcObjectVersions(remote, fixture.clock);
      NewVersion draft = MetadataFixture.draft("k");
      long id = versions.begin(draft);
      waitInCommits(fixture.database);
      Future<Optional<StoredVersion>> outcome =
          fixture.database.<Future<Optional<StoredVersion>>, Exception>write(connection -> {
            run(connection, "SELECT pg_advisory_xact_lock(" + GATE + ")");
            Future<StoredVersion> commit =
                threads.submit(() ->
                    versions.commit(
                        id, MetadataFixture.commit(draft, "\"1\"", WriteConditions.NONE)));
            while (!waits(fixture.database, "locktype = 'advisory'")) {
              Thread.onSpinWait();
            }
            // The server is told to commit; that it has done so nobody hears any more.
            gate.cut();
            Exception lost = assertThrows(ExecutionException.class, commit::get);
            assertInstanceOf(MetadataUnavailableException.class, lost.getCause());
            Future<Optional<StoredVersion>> asked =
                threads.submit(() -> fixture.versions.outcome(id));
            while (!waits(fixture.database, "locktype = 'transactionid'")) {
              Thread.onSpinWait();
            }
            assertFalse(asked.isDone(), "nobody is told before it is decided");
            return asked;
          });
      StoredVersion stored = outcome.get().orElseThrow();
      assertEquals(Optional.of(stored), fixture.versions.latest(BUCKET, "k"));
    }
  }

  private static void waitInCommits(Database database) throws Exception {
    boolean made =
        database.<Boolean, RuntimeException>write(connection -> {
          run(
              connection,
              "CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                  + " PERFORM pg_advisory_xact_lock("
                  + GATE
                  + "); RETURN NULL; END $$");
          run(
              connection,
              "CREATE CONSTRAINT TRIGGER waiting AFTER UPDATE ON objects DEFERRABLE INITIALLY"
                  + " DEFERRED FOR EACH ROW WHEN (NEW.state = 'visible')"
                  + " EXECUTE FUNCTION wait_for_test()");
          return true;
        });
    assertTrue(made);
  }

  @Test
  void aCommitThatIsCutOffBeforeItsEndIsNotDone() throws Exception {
    String name = TestDatabases.postgresqlName();
    try (MetadataFixture fixture =
            new MetadataFixture(TestDatabases.postgresql(TestDatabases.postgresqlPort(), name));
        TcpGate gate = new TcpGate(TestDatabases.postgresqlPort());
        Database remote =
            Database.open(
                TestDatabases.settings(
                    TestDatabases.postgresql(gate.port(), name), 2, seconds(60)));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      JdbcObjectVersions versions = new JdbcObjectVersions(remote, fixture.clock);
      StoredVersion before = fixture.put("k", "\"0\"");
      NewVersion draft = MetadataFixture.draft("k");
      long id = versions.begin(draft);
      Optional<StoredVersion> outcome =
          fixture.database.<Optional<StoredVersion>, Exception>write(connection -> {
            assertTrue(JdbcKeys.lock(connection, BUCKET, "k"));
            Future<StoredVersion> commit =
                threads.submit(() ->
                    versions.commit(
                        id, MetadataFixture.commit(draft, "\"1\"", WriteConditions.NONE)));
            while (!waits(fixture.database, "locktype = 'transactionid'")) {
              Thread.onSpinWait();
            }
            gate.cut();
            Exception lost = assertThrows(ExecutionException.class, commit::get);
            assertInstanceOf(MetadataUnavailableException.class, lost.getCause());
            return fixture.versions.outcome(id);
          });
      assertEquals(Optional.empty(), outcome);
      assertEquals(Optional.of(before), fixture.versions.latest(BUCKET, "k"));
      assertEquals(
          List.of(id), fixture.versions.collectable(10).stream().map(StoredVersion::id).toList());
      assertTrue(fixture.put("k", "\"2\"").latest(), "the key is locked no more");
    }
  }
}
