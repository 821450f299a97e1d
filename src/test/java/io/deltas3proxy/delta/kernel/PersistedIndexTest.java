package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.delta.TableIndex.Sight.HIDDEN;
import static io.deltas3proxy.delta.TableIndex.Sight.UNKNOWN;
import static io.deltas3proxy.delta.TableIndex.Sight.UNRESOLVED;
import static io.deltas3proxy.delta.TableIndex.Sight.VISIBLE;
import static io.deltas3proxy.delta.kernel.TableIndexesFixture.daysAgo;
import static io.deltas3proxy.testing.HandWrittenLog.PROTOCOL;
import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.addWith;
import static io.deltas3proxy.testing.HandWrittenLog.changeData;
import static io.deltas3proxy.testing.HandWrittenLog.deletionVector;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static io.deltas3proxy.testing.HandWrittenLog.remove;
import static io.deltas3proxy.testing.HandWrittenLog.removeWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes that outlive the process, and what they are trusted for. */
class PersistedIndexTest {

  private static final List<String> VALUES = List.of("XLON", "XPAR", "XETR", "\u0141\ud800", "");

  private Path lake;
  private Path files;
  private TableIndexesFixture tables;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    lake = Files.createDirectories(directory.resolve("lake"));
    files = directory.resolve("indexes");
    tables = opened();
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private TableIndexesFixture opened() throws IOException {
    TableIndexesFixture opening = new TableIndexesFixture(lake, files);
    if (tables != null) {
      opening.clock.advance(Duration.between(opening.clock.instant(), tables.clock.instant()));
    }
    return opening;
  }

  private void restart() throws IOException {
    tables.close();
    tables = opened();
    tables.log.skipTo(commits());
  }

  /** As a process that is killed: what was written is there, nothing is written any more. */
  private void kill() throws IOException {
    TableIndexesFixture killed = tables;
    Path saved = Files.createTempDirectory(files.getParent(), "saved");
    copy(files, saved);
    killed.close();
    try (Stream<Path> left = Files.list(files)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    copy(saved, files);
    tables = opened();
    tables.log.skipTo(commits());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      for (Path file : all.toList()) {
        Files.copy(
            file,
            to.resolve(file.getFileName()),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private long commits() throws IOException {
    try (Stream<Path> log = Files.list(lake.resolve("_delta_log"))) {
      return log.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  private void assertOrigin(long loads, long restores) {
    IndexStatus status = tables.indexes.status(tables.table);
    assertEquals(
        loads + " loads, " + restores + " restores",
        status.loads() + " loads, " + status.restores() + " restores");
  }

  @Test
  void aRestartReadsTheFileAndTheNewCommitsAlone() throws Exception {
    tables.log.start().commit(add("a", "XLON")).commit(remove("stranger", daysAgo(0)));
    assertEquals(2, tables.index().version());
    assertOrigin(1, 0);
    restart();
    tables.log.commit(add("b", "XPAR")).commit(add("c", "XPAR"));
    tables.store.reset();
    assertEquals(4, tables.index().version());
    assertEquals("1 LIST 2 GET 0 HEAD", tables.store.asked());
    assertOrigin(0, 1);
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    assertEquals(HIDDEN, tables.look("a", "XPAR"));
    assertEquals(VISIBLE, tables.look("c", "XPAR"));
    assertEquals(UNRESOLVED, tables.look("stranger", "XPAR"));
    assertEquals(UNKNOWN, tables.look("d", "XPAR"));
    assertEquals("table-1", tables.index().tableId());
    assertEquals(tables.clock.instant(), tables.index().refreshedAt());
    restart();
    assertEquals(4, tables.index().version());
    assertOrigin(0, 1);
  }

  @Test
  void aKilledProcessLeavesWhatItWroteWhenItReadTheLog() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    tables.indexes.awaitSaves();
    tables.log.commit(add("b", "XLON"));
    assertEquals(2, tables.refreshed().version());
    kill();
    tables.store.reset();
    assertEquals(2, tables.index().version());
    assertEquals("1 LIST 1 GET 0 HEAD", tables.store.asked());
    assertOrigin(0, 1);
  }

  @Test
  void manyCommitsAreWrittenDownOnTheWay() throws Exception {
    tables.log.start();
    assertEquals(0, tables.index().version());
    tables.indexes.awaitSaves();
    for (int i = 0; i < 120; i++) {
      tables.log.commit(add("f" + i, "XLON"));
    }
    assertEquals(120, tables.refreshed().version());
    tables.indexes.awaitSaves();
    kill();
    tables.store.reset();
    assertEquals(120, tables.index().version());
    assertEquals("1 LIST 0 GET 0 HEAD", tables.store.asked());
  }

  @Test
  void aTableThatWasMadeAnewWithTheSameVersionIsReadAnew() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    restart();
    tables.log.skipTo(0).commit(PROTOCOL, metadata("table-2", "MIC", "string", "{}"));
    tables.log.commit(add("a", "XPAR"));
    assertEquals("table-2", tables.index().tableId());
    assertOrigin(1, 0);
    assertEquals(HIDDEN, tables.look("a", "XLON"));
  }

  @Test
  void anEarlierCommitThatWasReplacedIsNoticedThoughTheLastIsTheSame() throws Exception {
    tables.log.start().commit(add("a", "XLON")).commit(add("b", "XLON"));
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    restart();
    Path last = lake.resolve("_delta_log/00000000000000000002.json");
    byte[] text = Files.readAllBytes(last);
    FileTime time = Files.getLastModifiedTime(last);
    tables.log.skipTo(1).commit(add("a", "XPAR"));
    Files.setLastModifiedTime(
        lake.resolve("_delta_log/00000000000000000001.json"), FileTime.fromMillis(1));
    assertEquals(time, Files.getLastModifiedTime(last));
    assertEquals(text.length, Files.size(last));
    assertEquals(HIDDEN, tables.look("a", "XLON"));
    assertOrigin(1, 0);
  }

  @Test
  void aLogThatIsShorterThanTheFileIsReadAnew() throws Exception {
    tables.log.start().commit(add("a", "XLON")).commit(add("b", "XLON"));
    assertEquals(2, tables.index().version());
    restart();
    tables.log.delete("00000000000000000002.json");
    assertEquals(1, tables.index().version());
    assertEquals(UNKNOWN, tables.look("b", "XLON"));
    assertOrigin(1, 0);
  }

  @Test
  void aLogThatDoesNotGoOnWhereTheFileEndsIsNotAvailable() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    restart();
    tables.log.skipTo(3).commit(add("c", "XLON"));
    assertThrows(TableUnavailableException.class, tables::index);
  }

  @Test
  void changedMetadataAndProtocolsAreReadAnew() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    restart();
    tables.log.commit(metadata("table-1", "Venue", "string", "{}"));
    tables.log.commit(addWith("b", "{\"Venue\":\"XPAR\"}", ""));
    assertEquals("Venue", tables.index().schema().columns().getFirst().name());
    assertEquals(VISIBLE, tables.look("b", "XPAR"));
    assertOrigin(1, 0);
    restart();
    tables.log.commit("{\"protocol\":{\"minReaderVersion\":2,\"minWriterVersion\":5}}");
    assertEquals(4, tables.index().version());
    assertOrigin(1, 0);
  }

  @Test
  void aLogThatWasCleanedUpBeforeTheLastCommitsIsFollowed() throws Exception {
    tables.log.start().commit(add("a", "XLON")).commit(add("b", "XLON"));
    assertEquals(2, tables.index().version());
    restart();
    tables.log.delete("00000000000000000000.json");
    tables.log.delete("00000000000000000001.json");
    tables.log.skipTo(3).commit(add("c", "XPAR"));
    assertEquals(3, tables.index().version());
    assertOrigin(0, 1);
    assertEquals(VISIBLE, tables.look("a", "XLON"));
  }

  @Test
  void aStoreThatDoesNotAnswerMakesNobodySeeWhatTheFileSays() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    restart();
    tables.store.setBroken(true);
    assertThrows(TableUnavailableException.class, tables::index);
    tables.store.setBroken(false);
    tables.clock.advance(Duration.ofSeconds(2));
    assertEquals(1, tables.index().version());
    assertOrigin(0, 1);
  }

  @Test
  void damagedFilesAndThoseOfOtherKeysAreReadAnew() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    restart();
    Path file = indexFile();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertEquals(VISIBLE, tables.look("a", "XLON"));
    assertOrigin(1, 0);
    restart();
    Files.delete(files.resolve("key"));
    restart();
    assertEquals(HIDDEN, tables.look("a", "XPAR"));
    assertOrigin(1, 0);
    restart();
    assertEquals(HIDDEN, tables.look("a", "XPAR"));
    assertOrigin(0, 1);
  }

  private Path indexFile() throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      return all.filter(file -> file.toString().endsWith(".index")).findFirst().orElseThrow();
    }
  }

  @Test
  void theFileTellsNoNamesOfFilesTablesOrPartitions() throws Exception {
    tables.log.start().commit(add("secret-file", "SECRET"));
    assertEquals(1, tables.index().version());
    restart();
    String text = Files.readString(indexFile(), StandardCharsets.ISO_8859_1);
    for (String word : List.of("secret", "SECRET", "MIC", "table-1")) {
      assertFalse(text.contains(word), word);
    }
  }

  @Test
  void twoProcessesKeepOneFile() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    try (TableIndexesFixture other = new TableIndexesFixture(lake, files)) {
      tables.log.commit(add("b", "XPAR"));
      assertEquals(2, other.index().version());
      assertEquals(2, tables.refreshed().version());
    }
    restart();
    assertEquals(2, tables.index().version());
    assertEquals(HIDDEN, tables.look("b", "XLON"));
    assertOrigin(0, 1);
  }

  @Test
  void anOldFileIsBuiltAnewInTheBackground() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    restart();
    tables.clock.advance(SharedIndex.REBUILD_AFTER.plusHours(1));
    assertEquals(1, tables.index().version());
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (tables.indexes.status(tables.table).loads() == 0) {
            Thread.onSpinWait();
          }
        });
    assertOrigin(1, 1);
  }

  @Test
  void aRestartDecidesAsBeforeOnRandomTables() throws Exception {
    Random random = new Random(42);
    tables.log.start();
    List<String> names = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      List<String> actions = new ArrayList<>();
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        actions.add(randomAction(random, names));
      }
      tables.log.commit(actions.toArray(String[]::new));
      if (round % 4 == 0) {
        TableIndex before = tables.refreshed();
        String expected = decisions(before, names);
        restart();
        TableIndex after = tables.index();
        assertOrigin(0, 1);
        assertEquals(expected, decisions(after, names));
        assertEquals(before.version(), after.version());
        assertEquals(before.partitionCount(), after.partitionCount());
        assertEquals(before.objectCount(), after.objectCount());
        assertEquals(before.schema(), after.schema());
      }
    }
    assertTrue(names.size() > 100, "names: " + names.size());
  }

  private static String randomAction(Random random, List<String> names) {
    String value = escaped(VALUES.get(random.nextInt(VALUES.size())));
    String name =
        names.isEmpty() || random.nextInt(3) > 0
            ? "d" + random.nextInt(5) + "/e" + random.nextInt(3) + "/f" + names.size()
            : names.get(random.nextInt(names.size()));
    if (!names.contains(name)) {
      names.add(name);
    }
    String values = "{\"MIC\":\"" + value + "\"}";
    return switch (random.nextInt(6)) {
      case 0 -> remove(name, daysAgo(0));
      case 1 -> removeWith(name, daysAgo(0), ",\"partitionValues\":" + values);
      case 2 -> changeData(name, value);
      case 3 -> {
        String vector = "v" + random.nextInt(4);
        if (!names.contains(vector)) {
          names.add(vector);
        }
        yield addWith(name, values, deletionVector("p", vector));
      }
      case 4 -> addWith(name, "{}", "");
      default -> addWith(name, values, "");
    };
  }

  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    value
        .chars()
        .forEach(unit ->
            text.append(unit < 128 ? String.valueOf((char) unit) : String.format("\\u%04x", unit)));
    return text.toString();
  }

  /** What everybody who sees one value, or all but one, is told of every file and directory. */
  private String decisions(TableIndex index, List<String> names) {
    StringBuilder told = new StringBuilder();
    for (int id = -1; id < index.partitionCount(); id++) {
      int only = id;
      for (String name : names) {
        told.append(index.look(tables.log.address(name), seen -> seen == only));
        told.append(index.look(tables.log.address(name), seen -> seen != only));
      }
      for (int d = 0; d < 5; d++) {
        told.append(index.directoryVisible("d" + d + "/", seen -> seen == only) ? 'y' : 'n');
        told.append(index.directoryVisible("d" + d + "/e1/", seen -> seen == only) ? 'y' : 'n');
      }
      told.append(id < 0 ? "" : Optional.of(index.partition(id)).toString()).append('\n');
    }
    return told.toString();
  }

  @Test
  void anotherSettingIsReadAnew() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    assertEquals(1, tables.index().version());
    restart();
    IndexSettings other =
        new IndexSettings(
            64L << 20,
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofDays(8));
    IndexDirectory directory = IndexDirectory.open(files, 1 << 20, tables.clock);
    try (KernelTableIndexes indexes =
        new KernelTableIndexes(other, Optional.of(directory), tables.clock)) {
      assertEquals(1, indexes.get(tables.table).version());
      assertEquals(1, indexes.status(tables.table).loads());
    }
  }
}
