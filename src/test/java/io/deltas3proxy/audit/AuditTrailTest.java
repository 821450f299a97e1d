package io.deltas3proxy.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {

  @TempDir Path directory;

  private AuditSettings settings(long bytes, int files) {
    return new AuditSettings(directory.resolve("audit.jsonl"), bytes, files, 1000, null);
  }

  @Test
  void everyLineIsThereInItsOrderWhenTheTrailEnds() throws Exception {
    List<String> lines = new ArrayList<>();
    try (AuditTrail trail = AuditTrail.open(settings(1 << 20, 2))) {
      for (int i = 0; i < 5000; i++) {
        lines.add("line " + i);
        trail.add("line " + i);
      }
    }
    assertEquals(lines, Files.readAllLines(directory.resolve("audit.jsonl")));
  }

  @Test
  void aFullFileGetsANumberAndTheOldestGo() throws Exception {
    for (int run = 1; run <= 4; run++) {
      try (FileTrail file = FileTrail.open(settings(10, 3))) {
        file.append(List.of("line " + run));
      }
    }
    assertEquals("line 4\n", Files.readString(directory.resolve("audit.jsonl")));
    assertEquals("line 3\n", Files.readString(directory.resolve("audit.jsonl.1")));
    assertEquals("line 2\n", Files.readString(directory.resolve("audit.jsonl.2")));
    assertFalse(Files.exists(directory.resolve("audit.jsonl.3")));
  }

  @Test
  void whatAKilledProcessLeftIsEndedAndKept() throws Exception {
    Files.writeString(directory.resolve("audit.jsonl"), "{\"half");
    try (FileTrail file = FileTrail.open(settings(1000, 2))) {
      file.append(List.of("whole"));
    }
    assertEquals("{\"half\nwhole\n", Files.readString(directory.resolve("audit.jsonl")));
  }

  @Test
  void aFileThatCannotBeWrittenOrIsInUseIsRefusedAtOnce() throws Exception {
    AuditSettings nowhere =
        new AuditSettings(directory.resolve("none/audit.jsonl"), 1000, 2, 10, null);
    assertThrows(IOException.class, () -> AuditTrail.open(nowhere).close());
    try (AuditTrail first = AuditTrail.open(settings(1000, 2))) {
      IOException used =
          assertThrows(IOException.class, () -> AuditTrail.open(settings(1000, 2)).close());
      assertEquals("is written by another proxy in this process", used.getMessage());
      assertEquals(0, first.statistics().lost());
    }
  }

  /** Fails as long as it is told to, and keeps nothing then. */
  private static final class Failing implements Destination {
    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final CountDownLatch failed = new CountDownLatch(1);
    private final List<String> kept = new CopyOnWriteArrayList<>();

    @Override
    public void append(List<String> lines) throws IOException {
      if (broken.get()) {
        failed.countDown();
        throw new IOException("no space left on device");
      }
      kept.addAll(lines);
    }

    @Override
    public void close() {
      kept.add("closed");
    }
  }

  @Test
  void whileTheDiskIsFullNobodyWaitsAndWhatIsLostIsCounted() throws Exception {
    Failing disk = new Failing();
    AuditTrail trail = new AuditTrail("audit trail", disk, 2, 250);
    trail.add("first");
    assertTrue(disk.failed.await(10, TimeUnit.SECONDS));
    while (trail.statistics().failures() == 0) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 1000; i++) {
      trail.add("next " + i);
    }
    assertEquals(998, trail.statistics().lost());
    disk.broken.set(false);
    trail.close();
    assertEquals(List.of("first", "next 0", "next 1", "closed"), disk.kept);
    assertEquals(3, trail.statistics().written());
    assertEquals(998, trail.statistics().lost());
  }

  @Test
  void whatComesAfterTheEndIsLostAndCounted() {
    Failing disk = new Failing();
    disk.broken.set(false);
    AuditTrail trail = new AuditTrail("audit trail", disk, 2, 250);
    trail.close();
    trail.add("late");
    assertEquals(1, trail.statistics().lost());
    assertEquals(List.of("closed"), disk.kept);
  }
}
