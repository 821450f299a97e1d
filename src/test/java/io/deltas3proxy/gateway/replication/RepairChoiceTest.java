package io.deltas3proxy.gateway.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where what is missing goes when a backend that answers takes nothing. */
class RepairChoiceTest {

  private static final byte[] CONTENT = "what is to be kept".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private final MemoryObjectStore espoo = new MemoryObjectStore();
  private Gateway gateway;
  private Scans scans;

  @BeforeEach
  void open() throws Exception {
    gateway =
        new Gateway(
            TestDatabases.sqlite(directory),
            List.of(
                new TestBackend("helsinki", "FI-HEL-ST-1", new MemoryObjectStore()),
                new TestBackend("espoo", "FI-ESP-UC-1", espoo),
                new TestBackend("turku", "FI-TKU-HZ-1", new MemoryObjectStore())));
    scans = gateway.scans(ScanSettings.STANDARD);
    espoo.failWith(new StoreException.Denied("the quota is used up"));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private void repair(int minutes) throws Exception {
    gateway.queue().advance(Duration.ofMinutes(minutes - 4));
    scans.repair().run();
    for (int tries = 0; tries < 4; tries++) {
      gateway.queue().run();
      gateway.queue().advance(Duration.ofMinutes(1));
    }
  }

  private int failed() throws Exception {
    return gateway.catalog().jobs().list(Set.of(Job.Status.FAILED), 0, 1000).size();
  }

  @Test
  void whatOneBackendTakesNotAnotherOneGets() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    repair(10);
    assertEquals(1, failed());
    repair(10);
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "turku").status());
  }

  @Test
  void theOnlyOneIsAskedAgainAfterEverLongerTimes() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    gateway.placements().forbid("turku", "not there");
    // Fifteen hours.
    for (int i = 0; i < 30; i++) {
      repair(30);
    }
    // Eight looks at what it has, and eight copies to it.
    assertEquals(16, failed());
    espoo.failWith(null);
    for (int i = 0; i < 13; i++) {
      repair(30);
    }
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "espoo").status());
  }
}
