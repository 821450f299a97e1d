package io.deltas3proxy.gateway.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of parts, whose entity tags tell nothing of their bytes, on backends that fail. */
class LastReplicaTest {

  private static final byte[] CONTENT = "what is to be kept".getBytes(StandardCharsets.UTF_8);
  private static final String OF_PARTS = "\"0123456789abcdef0123456789abcdef-2\"";

  @TempDir private Path directory;

  private final MemoryObjectStore helsinki = new MemoryObjectStore();
  private final MemoryObjectStore espoo = new MemoryObjectStore();
  private Gateway gateway;

  @BeforeEach
  void open() throws Exception {
    gateway =
        new Gateway(
            TestDatabases.sqlite(directory),
            List.of(
                new TestBackend("helsinki", "FI-HEL-ST-1", helsinki),
                new TestBackend("espoo", "FI-ESP-UC-1", espoo)));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void theOnlyReplicaIsStillKnownAfterItsBackendHadLostItForAWhile() throws Exception {
    StoredVersion version = gateway.version(CONTENT, OF_PARTS, 1, "helsinki");
    Replica stored = gateway.replica(version, "helsinki");
    helsinki.remove(stored.key());
    gateway.add(Job.Type.VERIFY_REPLICA, version, null, "helsinki");
    gateway.runAll();
    assertEquals(Replica.Status.FAILED, gateway.replica(version, "helsinki").status());
    gateway.run(Job.Type.ADD_REPLICA, version, null, "helsinki");
    assertEquals(stored.checksum(), gateway.replica(version, "helsinki").checksum());
    helsinki.putWithETag(stored.key(), CONTENT, String.valueOf(stored.checksum()));
    gateway.run(Job.Type.VERIFY_REPLICA, version, null, "helsinki");
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "helsinki").status());
  }

  @Test
  void aReplicaIsNotMadeAgainFromItself() throws Exception {
    StoredVersion version = gateway.version(CONTENT, OF_PARTS, 1, "helsinki");
    gateway.placements().forbid("espoo", "helsinki-only");
    helsinki.remove(gateway.replica(version, "helsinki").key());
    Job job = gateway.run(Job.Type.VERIFY_REPLICA, version, null, "helsinki");
    assertEquals(Job.Status.COMPLETED, job.status());
    assertEquals(0, gateway.queue().waiting());
  }

  @Test
  void whatFailedAndCannotBeToldFromOtherBytesIsNoSource() throws Exception {
    StoredVersion version = gateway.version(CONTENT, OF_PARTS, 2, "helsinki");
    Replica stored = gateway.replica(version, "helsinki");
    Replica unknown =
        new Replica(
            stored.backend(),
            stored.zone(),
            stored.bucket(),
            stored.key(),
            Replica.Status.FAILED,
            null,
            null,
            1,
            "it dropped out of the upload");
    gateway.replicas().note(version, unknown);
    helsinki.put(stored.key(), "other bytes, same ".substring(0, CONTENT.length));
    Job job = gateway.run(Job.Type.ADD_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.RETRYING, job.status());
    assertNull(gateway.bytes(version, "espoo"));
  }
}
