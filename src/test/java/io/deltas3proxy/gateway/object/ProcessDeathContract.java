package io.deltas3proxy.gateway.object;

import static io.deltas3proxy.gateway.object.ObjectsFixture.BUCKET;
import static io.deltas3proxy.gateway.object.ObjectsFixture.active;
import static io.deltas3proxy.gateway.object.ObjectsFixture.bytes;
import static io.deltas3proxy.gateway.object.ObjectsFixture.put;
import static io.deltas3proxy.gateway.object.ObjectsFixture.read;
import static io.deltas3proxy.gateway.object.ObjectsFixture.request;
import static io.deltas3proxy.gateway.object.ObjectsFixture.target;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Jobs;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.gateway.Placements;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.Uploads;
import io.deltas3proxy.gateway.VersionListings;
import io.deltas3proxy.gateway.metadata.JdbcVersionListings;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.FaultyBackend;
import io.deltas3proxy.testing.FixedBackends;
import io.deltas3proxy.testing.FixedPlacements;
import io.deltas3proxy.testing.MemoryBackend;
import io.deltas3proxy.testing.MortalProcess;
import io.deltas3proxy.testing.MortalProcess.Trouble;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A process is killed before and after every single call that it makes to the metadata and to the
 * backends, or that call fails. What was acknowledged is there; nothing else is left anywhere once
 * it is collected.
 */
@Timeout(300)
abstract class ProcessDeathContract {

  private static final byte[] BODY = bytes(200_000);
  private static final byte[] OLD = bytes(1000);

  private final ObjectsFixture fixture;
  private final StoredObjects survivor;

  ProcessDeathContract(DatabaseAddress address) throws Exception {
    fixture = new ObjectsFixture(address);
    fixture.lease = Duration.ofMillis(4);
    survivor = fixture.objects(2, 2);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** What is done by the process that ends, after what {@link #prepare} has done. */
  private interface Scenario {
    void prepare(StoredObjects objects, String key) throws Exception;

    void run(StoredObjects objects, String key, MortalProcess process) throws Exception;

    /** Holds what there is afterwards against what was acknowledged. */
    void check(String key, boolean acknowledged) throws Exception;
  }

  private void killEverywhere(Scenario scenario) throws Exception {
    MortalProcess whole = attempt(scenario, "whole", null);
    assertTrue(whole.calls().size() > 2, whole.calls().toString());
    int run = 0;
    for (String call : whole.calls()) {
      for (Trouble trouble : Trouble.values()) {
        for (boolean after : List.of(false, true)) {
          MortalProcess process =
              attempt(scenario, "key " + run++, new MortalProcess.Death(call, after, trouble));
          assertTrue(process.hasHappened(), "did not come to " + call);
        }
      }
    }
  }

  private MortalProcess attempt(Scenario scenario, String key, MortalProcess.@Nullable Death death)
      throws Exception {
    scenario.prepare(survivor, key);
    MortalProcess process = new MortalProcess(death);
    boolean acknowledged = false;
    try {
      scenario.run(objectsOf(process), key, process);
      acknowledged = true;
    } catch (MortalProcess.Ended e) {
      assertTrue(process.hasEnded());
    } catch (Exception e) {
      // What a thread sees of the end of another one, or the failure that was told.
      if (!process.hasHappened()) {
        throw e;
      }
    }
    process.awaitQuiet();
    collect();
    try {
      scenario.check(key, acknowledged);
      requireNoOrphans();
    } catch (AssertionError e) {
      throw new AssertionError("at " + death + ": " + e.getMessage(), e);
    }
    return process;
  }

  private StoredObjects objectsOf(MortalProcess process) {
    FaultyBackend a = process.sees(fixture.a, fixture.memoryA);
    FaultyBackend b = process.sees(fixture.b, fixture.memoryB);
    FaultyBackend c = process.sees(fixture.c, fixture.memoryC);
    FixedPlacements placements = new FixedPlacements();
    placements.allow(List.of(a, b, c), 2);
    ObjectPorts ports =
        new ObjectPorts(
            new FixedBackends(List.of(a, b, c)),
            process.sees(Placements.class, "placements", placements),
            process.sees(ObjectVersions.class, "versions", fixture.ports.versions()),
            process.sees(Uploads.class, "uploads", fixture.ports.uploads()),
            process.sees(Jobs.class, "jobs", fixture.ports.jobs()));
    return fixture.objects(ports, 2, 2, null);
  }

  /** Until nothing is left to collect; leases of milliseconds are over soon. */
  private void collect() throws Exception {
    fixture.clock.advance(Duration.ofDays(8));
    for (int idle = 0; idle < 3; idle++) {
      // A lease and as much again.
      long over = System.nanoTime() + 2 * fixture.lease.toNanos();
      while (System.nanoTime() < over) {
        Thread.onSpinWait();
      }
      if (survivor.collect(100) > 0) {
        idle = 0;
      }
    }
  }

  /** Every object on a backend is named by a version that can be seen. */
  private void requireNoOrphans() throws Exception {
    VersionListings listings = new JdbcVersionListings(fixture.database);
    Set<String> named = new TreeSet<>();
    for (StoredVersion listed :
        listings
            .versions(new VersionListings.VersionQuery("bucket", "", null, "", null, 1000))
            .versions()) {
      StoredVersion version = fixture.ports.versions().find(listed.id()).orElseThrow();
      for (Replica replica : version.replicas()) {
        named.add(replica.backend() + " " + replica.key());
      }
    }
    Set<String> found = new TreeSet<>();
    add(found, "a ", fixture.memoryA);
    add(found, "b ", fixture.memoryB);
    add(found, "c ", fixture.memoryC);
    found.removeAll(named);
    assertEquals(Set.of(), found);
    assertEquals(0, fixture.uploadsOnBackends());
  }

  private static void add(Set<String> found, String prefix, MemoryBackend backend) {
    backend.keys().forEach(key -> found.add(prefix + key));
  }

  /** The latest version is the new one, whole on two backends, or else the old one. */
  private void requireWhole(String key, boolean acknowledged, byte[] body, byte[] old)
      throws Exception {
    Optional<StoredVersion> latest = survivor.find("bucket", key, null);
    if (acknowledged) {
      assertEquals(body.length, latest.orElseThrow().size());
    }
    if (latest.isPresent()) {
      byte[] expected = latest.get().size() == body.length ? body : old;
      assertArrayEquals(expected, read(survivor, latest.get()));
      Set<String> active = active(latest.get());
      assertEquals(2, active.size());
      for (Replica replica : latest.get().replicas()) {
        if (!active.contains(replica.backend())) {
          continue;
        }
        MemoryBackend backend =
            switch (replica.backend()) {
              case "a" -> fixture.memoryA;
              case "b" -> fixture.memoryB;
              default -> fixture.memoryC;
            };
        assertArrayEquals(expected, backend.bytes(replica.key()));
      }
    }
  }

  @Test
  void aPutIsWholeOrNotThere() throws Exception {
    killEverywhere(
        new Scenario() {
          @Override
          public void prepare(StoredObjects objects, String key) throws Exception {
            put(objects, key, OLD);
          }

          @Override
          public void run(StoredObjects objects, String key, MortalProcess process)
              throws Exception {
            objects.put(
                request(key, BODY.length, Map.of()), process.reads(new ByteArrayInputStream(BODY)));
          }

          @Override
          public void check(String key, boolean acknowledged) throws Exception {
            requireWhole(key, acknowledged, BODY, OLD);
          }
        });
  }

  @Test
  void aCopyIsWholeOrNotThere() throws Exception {
    killEverywhere(
        new Scenario() {
          @Override
          public void prepare(StoredObjects objects, String key) throws Exception {
            put(objects, key + " source", BODY);
          }

          @Override
          public void run(StoredObjects objects, String key, MortalProcess process)
              throws Exception {
            StoredVersion source = survivor.find("bucket", key + " source", null).orElseThrow();
            objects.copy(request(key, 0, Map.of()), source);
          }

          @Override
          public void check(String key, boolean acknowledged) throws Exception {
            requireWhole(key, acknowledged, BODY, new byte[0]);
          }
        });
  }

  @Test
  void anUploadInPartsIsWholeOrNotThere() throws Exception {
    killEverywhere(
        new Scenario() {
          @Override
          public void prepare(StoredObjects objects, String key) {}

          @Override
          public void run(StoredObjects objects, String key, MortalProcess process)
              throws Exception {
            String id = objects.createUpload(request(key, 0, Map.of())).uploadId();
            UploadedPart part =
                objects.putPart(
                    id,
                    1,
                    request(key, BODY.length, Map.of()),
                    process.reads(new ByteArrayInputStream(BODY)));
            List<UploadCompletion.Part> named = new ArrayList<>();
            named.add(new UploadCompletion.Part(1, part.eTag(), Map.of()));
            objects.completeUpload(target(key), id, named, WriteConditions.NONE);
          }

          @Override
          public void check(String key, boolean acknowledged) throws Exception {
            requireWhole(key, acknowledged, BODY, new byte[0]);
          }
        });
  }

  @Test
  void aVersionThatIsDeletedIsGoneOrWhole() throws Exception {
    killEverywhere(
        new Scenario() {
          @Override
          public void prepare(StoredObjects objects, String key) throws Exception {
            put(objects, key, BODY);
          }

          @Override
          public void run(StoredObjects objects, String key, MortalProcess process)
              throws Exception {
            StoredVersion version = objects.find("bucket", key, null).orElseThrow();
            var unused = objects.delete(BUCKET, key, version.versionId(), false);
            while (objects.collect(10) > 0) {
              assertTrue(fixture.objectsOnBackends() < 10_000);
            }
          }

          @Override
          public void check(String key, boolean acknowledged) throws Exception {
            if (acknowledged) {
              assertEquals(Optional.empty(), survivor.find("bucket", key, null));
            }
            requireWhole(key, false, BODY, BODY);
          }
        });
  }
}
