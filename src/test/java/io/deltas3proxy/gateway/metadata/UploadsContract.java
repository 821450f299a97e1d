package io.deltas3proxy.gateway.metadata;

import static io.deltas3proxy.gateway.metadata.MetadataFixture.BUCKET;
import static io.deltas3proxy.gateway.metadata.MetadataFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.StoredVersion.Protection;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.Upload.BackendUpload;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads in parts, whichever database keeps them. */
abstract class UploadsContract {

  private MetadataFixture fixture;
  private JdbcUploads uploads;
  private JdbcObjectVersions versions;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    fixture = new MetadataFixture(newAddress());
    uploads = new JdbcUploads(fixture.database, fixture.clock);
    versions = fixture.versions;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Upload create(String id, String key) throws Exception {
    Upload upload =
        new Upload(
            id,
            MetadataFixture.draft(key),
            NOW,
            List.of(new BackendUpload("st", "", false), new BackendUpload("uc", "", false)));
    uploads.create(upload);
    return upload;
  }

  private static UploadedPart part(int number, String eTag, Map<String, String> on) {
    return new UploadedPart(number, 5, eTag, NOW, Map.of("ChecksumCRC32", "AA=="), on);
  }

  private static VersionCommit commit(Upload upload, Replica.Status second) {
    return new VersionCommit(
        10,
        "\"e-2\"",
        Map.of(),
        MetadataFixture.replicas(
            upload.version().replicas().getFirst().key(), Replica.Status.ACTIVE, second),
        List.of(),
        WriteConditions.NONE,
        upload.uploadId());
  }

  private StoredVersion complete(Upload upload) throws Exception {
    return versions.commit(versions.begin(upload.version()), commit(upload, Replica.Status.ACTIVE));
  }

  private List<String> held() throws Exception {
    return uploads.collectable(NOW.minus(Duration.ofDays(7)), 10).stream()
        .map(Upload::uploadId)
        .toList();
  }

  private List<Long> collectable() throws Exception {
    return versions.collectable(10).stream().map(StoredVersion::id).toList();
  }

  @Test
  void anUploadIsKnownWithAllThatItIsToBecome() throws Exception {
    Upload upload = create("u1", "k");
    assertEquals(Optional.of(upload), uploads.find("u1"));
    uploads.backend("u1", new BackendUpload("st", "st-id", false));
    uploads.backend("u1", new BackendUpload("uc", "uc-id", true));
    assertEquals(
        List.of(new BackendUpload("st", "st-id", false), new BackendUpload("uc", "uc-id", true)),
        uploads.find("u1").orElseThrow().backends());
    assertEquals(Optional.empty(), uploads.find("u2"));
    assertEquals(Optional.empty(), uploads.find("u\0"));
    assertEquals(Optional.empty(), versions.latest(BUCKET, "k"));
    assertEquals(List.of(), collectable());
    assertEquals(List.of(), held());
  }

  @Test
  void partsAreReplacedAndListedByTheirNumbers() throws Exception {
    create("u1", "k");
    assertTrue(uploads.part("u1", part(3, "\"3\"", Map.of("st", "\"s3\"", "uc", "\"u3\""))));
    assertTrue(uploads.part("u1", part(1, "\"old\"", Map.of("st", "\"s\"", "uc", "\"u\""))));
    UploadedPart first = part(1, "\"1\"", Map.of("st", "\"s1\""));
    assertTrue(uploads.part("u1", first));
    UploadedPart last = part(10_000, "\"l\"", Map.of());
    assertTrue(uploads.part("u1", last));
    List<UploadedPart> all = uploads.parts("u1", 0, 10_000);
    assertEquals(List.of(1, 3, 10_000), all.stream().map(UploadedPart::number).toList());
    assertEquals(first, all.getFirst());
    assertEquals(last, all.getLast());
    assertEquals(all.subList(1, 2), uploads.parts("u1", 1, 1));
    assertEquals(List.of(), uploads.parts("u2", 0, 10));
    assertFalse(uploads.part("u2", first));
  }

  @Test
  void aCompletedUploadIsAVersionAndTakesNothingMore() throws Exception {
    Upload upload = create("u1", "k");
    assertTrue(uploads.part("u1", part(1, "\"1\"", Map.of())));
    StoredVersion stored = complete(upload);
    assertEquals(upload.version().versionId(), stored.versionId());
    assertEquals(Optional.of(stored), versions.latest(BUCKET, "k"));
    assertEquals(Optional.of(stored), uploads.completed("u1"));
    assertEquals(Optional.empty(), uploads.find("u1"));
    assertFalse(uploads.part("u1", part(2, "\"2\"", Map.of())));
    assertFalse(uploads.abort("u1"));
    assertEquals(stored, complete(upload), "asked once more");
    assertEquals(List.of(), held(), "no backend holds anything else");
    assertEquals(List.of(), collectable());
    fixture.clock.advance(Duration.ofDays(4));
    assertEquals(List.of(), held());
    assertEquals(Optional.empty(), uploads.completed("u1"), "told for some days");
    assertTrue(versions.find(stored.id()).isPresent());
  }

  @Test
  void aCompletionThatFailsMayBeTriedAgain() throws Exception {
    Upload upload = create("u1", "k");
    NewVersion version = upload.version();
    long id = versions.begin(version);
    assertEquals(Optional.empty(), versions.outcome(id));
    assertTrue(uploads.find("u1").isPresent());
    assertThrows(
        StoreException.Conflict.class,
        () -> versions.commit(id, commit(upload, Replica.Status.ACTIVE)));
    assertEquals(List.of(), collectable(), "its parts are still wanted");
    assertEquals(id, versions.begin(version));
    versions.abandon(id);
    assertEquals(id, versions.begin(version));
    assertThrows(
        IllegalArgumentException.class,
        () -> versions.commit(id, MetadataFixture.commit(version, "\"1\"", WriteConditions.NONE)),
        "a commit that names no upload");
    assertTrue(versions.commit(id, commit(upload, Replica.Status.ACTIVE)).latest());
  }

  @Test
  void aCompletionThatLapsesGoesBackToItsUpload() throws Exception {
    Upload upload = create("u1", "k");
    long id = versions.begin(upload.version());
    assertTrue(versions.extend(id, Duration.ZERO));
    assertEquals(List.of(), collectable());
    assertFalse(versions.extend(id, Duration.ofHours(1)));
    assertEquals(id, versions.begin(upload.version()));
    assertTrue(versions.extend(id, Duration.ofHours(1)));
  }

  @Test
  void anAbortedUploadIsFreedBeforeItsVersionIsForgotten() throws Exception {
    Upload upload = create("u1", "k");
    uploads.backend("u1", new BackendUpload("st", "st-id", false));
    assertTrue(uploads.part("u1", part(1, "\"1\"", Map.of("st", "\"1\""))));
    assertTrue(uploads.abort("u1"));
    assertFalse(uploads.abort("u1"));
    assertFalse(uploads.abort("u2"));
    assertEquals(Optional.empty(), uploads.find("u1"));
    assertFalse(uploads.part("u1", part(2, "\"2\"", Map.of())));
    assertThrows(StoreException.NoSuchUpload.class, () -> complete(upload));
    assertEquals(List.of(), collectable(), "its version names where the upload is");
    assertEquals(List.of("u1"), held());
    assertEquals(List.of("u1"), held(), "until it is forgotten");
    uploads.forget("u1");
    assertEquals(List.of(), held());
    assertEquals(List.of(), uploads.parts("u1", 0, 10));
    assertEquals(1, collectable().size(), "a backend may have completed it");
    versions.forget(collectable().getFirst());
    assertEquals(List.of(), collectable());
  }

  @Test
  void anUploadThatIsAbortedWhileItIsCompletedIsCollectedLater() throws Exception {
    Upload upload = create("u1", "k");
    long id = versions.begin(upload.version());
    assertTrue(uploads.abort("u1"));
    uploads.forget("u1");
    assertEquals(List.of(), collectable(), "who completes it may still be sending");
    assertThrows(
        StoreException.NoSuchUpload.class,
        () -> versions.commit(id, commit(upload, Replica.Status.ACTIVE)));
  }

  @Test
  void whatACompletedUploadLeftOnABackendIsFreed() throws Exception {
    Upload upload = create("u1", "k");
    uploads.backend("u1", new BackendUpload("uc", "uc-id", true));
    StoredVersion stored =
        versions.commit(versions.begin(upload.version()), commit(upload, Replica.Status.FAILED));
    assertEquals(List.of("u1"), held());
    assertTrue(versions.delete(BUCKET, "k", stored.versionId(), false).isPresent());
    assertEquals(List.of(), collectable());
    assertEquals(List.of("u1"), held(), "also when its version was deleted");
    uploads.forget("u1");
    assertEquals(List.of(), held());
    assertEquals(List.of(stored.id()), collectable());
  }

  @Test
  void uploadsThatWereLeftAreAborted() throws Exception {
    create("old", "k");
    Upload busy = create("busy", "k2");
    long id = versions.begin(busy.version());
    assertEquals(
        List.of("old"),
        uploads.collectable(NOW.plusSeconds(1), 10).stream().map(Upload::uploadId).toList());
    assertEquals(Optional.empty(), uploads.find("old"));
    assertTrue(uploads.find("busy").isPresent(), "it is being completed");
    assertTrue(versions.commit(id, commit(busy, Replica.Status.ACTIVE)).latest());
  }

  @Test
  void uploadsAreListedByKeyAndId() throws Exception {
    for (String key : List.of("b/2", "b/1", "a", "\ud83d\ude00", "\uff5e")) {
      create(key + "-2", key);
      create(key + "-1", key);
    }
    uploads.abort("a-2");
    List<String> all =
        List.of(
            "a-1",
            "b/1-1",
            "b/1-2",
            "b/2-1",
            "b/2-2",
            "\uff5e-1",
            "\uff5e-2",
            "\ud83d\ude00-1",
            "\ud83d\ude00-2");
    assertEquals(all, list("", "", null, 100));
    assertEquals(all.subList(0, 3), list("", "", null, 3));
    assertEquals(all.subList(1, 5), list("b/", "", null, 100));
    assertEquals(all.subList(3, 9), list("", "b/1", null, 100));
    assertEquals(all.subList(2, 9), list("", "b/1", "b/1-1", 100));
    assertEquals(all.subList(2, 5), list("b/", "b/1", "b/1-1", 100));
    assertEquals(all.subList(1, 5), list("b/", "a", "z", 100));
    assertEquals(List.of(), list("b/", "c", "z", 100));
    assertEquals(List.of(), uploads.list("other", "", "", null, 10));
  }

  private List<String> list(String prefix, String key, @Nullable String id, int most)
      throws Exception {
    return uploads.list(BUCKET, prefix, key, id, most).stream().map(Upload::uploadId).toList();
  }

  @Test
  void thousandsOfUploadsAreListedWithTheirBackends() throws Exception {
    IntStream.range(0, 450)
        .forEach(i -> {
          try {
            create("u" + i, String.format("k%05d", i));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    List<Upload> listed = uploads.list(BUCKET, "", "", null, 1001);
    assertEquals(450, listed.size());
    assertTrue(listed.stream().allMatch(upload -> upload.backends().size() == 2));
    assertTrue(listed.stream().allMatch(upload -> upload.version().replicas().size() == 2));
    assertTrue(listed.stream().allMatch(u -> u.version().protection().equals(Protection.NONE)));
  }
}
