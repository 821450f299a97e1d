package io.deltas3proxy.gateway.object;

import static io.deltas3proxy.gateway.object.ObjectsFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionEndingTest {

  private final ObjectsFixture fixture;
  private final Upload upload;

  VersionEndingTest(@TempDir Path directory) throws Exception {
    fixture = new ObjectsFixture(directory);
    upload = fixture.objects(1, 2).createUpload(request("key", 0, Map.of()));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Whether what a backend stores late is deleted after a commit whose condition did not hold. */
  private boolean isGone(NewVersion version, @Nullable String uploadId) throws Exception {
    long id = fixture.ports.versions().begin(version);
    WrittenVersion written =
        new WrittenVersion(
            id,
            new PlacePlan(1, 1, List.of(), List.of()),
            new Lease(fixture.ports.versions(), fixture.clock, fixture.lease, id),
            fixture.ports.versions());
    Replica planned = version.replicas().getFirst();
    Replica active =
        new Replica(
            planned.backend(),
            planned.zone(),
            planned.bucket(),
            planned.key(),
            Replica.Status.ACTIVE,
            "\"1\"",
            Instant.EPOCH,
            1,
            null);
    VersionCommit commit =
        new VersionCommit(
            1,
            "\"1\"",
            Map.of(),
            List.of(active),
            List.of(),
            new WriteConditions(false, "\"another\""),
            uploadId);
    assertThrows(
        StoreException.PreconditionFailed.class,
        () ->
            new VersionEnding(fixture.ports.versions(), fixture.clock)
                .commit(written, commit, Optional::empty));
    written.left();
    return written.isGone();
  }

  @Test
  void whatIsStoredLateOfAnUploadStaysForItsNextTry() throws Exception {
    assertEquals(false, isGone(upload.version(), upload.uploadId()));
  }

  @Test
  void whatIsStoredLateOfARefusedWriteIsGone() throws Exception {
    NewVersion version = upload.version();
    assertEquals(
        true,
        isGone(
            new NewVersion(
                version.bucket(),
                version.key(),
                "v20260203164509-ffffffff",
                version.owner(),
                version.headers(),
                version.tags(),
                version.protection(),
                version.primaryZone(),
                version.allowedZones(),
                version.requiredReplicas(),
                version.replicas(),
                version.lease()),
            null));
  }
}
