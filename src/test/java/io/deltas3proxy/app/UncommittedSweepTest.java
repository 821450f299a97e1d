package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.access.FileClaims;
import io.deltas3proxy.access.JdbcMultipartUploads;
import io.deltas3proxy.access.JdbcUncommittedFiles;
import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.access.UncommittedFiles.Owned;
import io.deltas3proxy.access.UncommittedFiles.Range;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.FakeTableIndexes;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UncommittedSweepTest {

  private static final Duration LASTING = Duration.ofDays(7);

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T00:00:00Z"));
  private Database database;
  private JdbcUncommittedFiles files;
  private JdbcMultipartUploads uploads;
  private final Set<String> atStore = new HashSet<>(Set.of("left", "refused"));
  private TableLocation location;
  private FakeTableIndex index;
  private UncommittedSweep sweep;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(TestDatabases.settings(TestDatabases.sqlite(directory)));
    files = new JdbcUncommittedFiles(database, 10_000, clock);
    uploads = new JdbcMultipartUploads(database, clock);
    String path = directory.resolve("t").toString().substring(1);
    location = new TableLocation(new MemoryObjectStore(), "local", "", path, List.of());
    index =
        new FakeTableIndex(
            new PartitionSchema(List.of(new PartitionColumn("MIC", "MIC", DeltaType.STRING))),
            location.keyPrefix());
    sweep =
        new UncommittedSweep(
            new FileClaims(files, LASTING, clock),
            uploads,
            new TableCatalog(List.of(new Table("t", location))),
            new FakeTableIndexes().with("t", index),
            this::abort,
            clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void abort(MultipartUploads.Upload upload) throws StoreException {
    if (upload.backendId().equals("refused")) {
      throw new StoreException.Unavailable("not now");
    }
    if (!atStore.remove(upload.backendId())) {
      throw new StoreException.NoSuchUpload(upload.backendId());
    }
  }

  private void claim(String key) throws Exception {
    var unused = files.claim("local", location.address(key), "alice");
  }

  private List<String> claimed() throws Exception {
    String prefix = location.keyPrefix();
    return files.below(new Range("local", "", prefix, ""), null, 5000).stream()
        .map(Owned::key)
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  @Test
  void oldClaimsEndAndOthersStay() throws Exception {
    claim("old");
    clock.advance(Duration.ofDays(1));
    claim("young");
    clock.advance(LASTING.minusDays(1));
    sweep.run();
    assertEquals(List.of("old", "young"), claimed());
    clock.advance(Duration.ofMillis(1));
    sweep.run();
    assertEquals(List.of("young"), claimed());
  }

  @Test
  void claimsOfCommittedFilesEndAfterAWhile() throws Exception {
    for (int i = 0; i < 1500; i++) {
      claim("file %04d".formatted(i));
      if (i != 7) {
        index.file("file %04d".formatted(i), "XLON");
      }
    }
    clock.advance(Duration.ofMinutes(59));
    sweep.run();
    assertEquals(1500, claimed().size());
    clock.advance(Duration.ofMinutes(2));
    sweep.run();
    assertEquals(List.of("file 0007"), claimed());
  }

  @Test
  void oldUploadsAreGivenUpAndYoungOnesStay() throws Exception {
    ObjectAddress address = location.address("part.parquet");
    var old = uploads.create("local", address, "alice", "left");
    var refused = uploads.create("local", address, "alice", "refused");
    var gone = uploads.create("local", address, "alice", "no such upload");
    var elsewhere = uploads.create("another store", address, "alice", "left");
    clock.advance(Duration.ofMillis(1));
    var young = uploads.create("local", address, "alice", "x");
    clock.advance(LASTING);
    sweep.run();
    assertEquals(List.of(), uploads.find(old.id(), "local", address, "alice").stream().toList());
    assertEquals(List.of(), uploads.find(gone.id(), "local", address, "alice").stream().toList());
    assertEquals(
        List.of(young), uploads.find(young.id(), "local", address, "alice").stream().toList());
    assertEquals(Set.of("refused"), atStore);
    assertEquals(
        Set.of(refused, elsewhere), Set.copyOf(uploads.older(clock.instant().minus(LASTING), 10)));
  }

  @Test
  void aSweepThatFailsIsNoEnd() throws Exception {
    claim("old");
    clock.advance(LASTING.plusMillis(1));
    database.close();
    assertDoesNotThrow(sweep::run);
  }
}
