package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.s3.protocol.DeletionRequest;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Requests;
import io.deltas3proxy.s3.protocol.S3VersionChange;
import io.deltas3proxy.s3.protocol.VersionDeletion;
import io.deltas3proxy.s3.protocol.VersionDocuments;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes: by a marker on top of a key, or a version for good. */
final class ObjectRemoval {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectRemoval.class);

  /** Objects of one request that are deleted at the same time. */
  private static final int AT_ONCE = 8;

  private final GatewayObjects objects;

  ObjectRemoval(GatewayObjects objects) {
    this.objects = objects;
  }

  void mark(GatewayCall call, S3Change.DeleteObject command)
      throws StoreException, MetadataUnavailableException {
    StoredVersion marker =
        objects.mark(call.bucket(), command.target().key(), call.owner(), WriteConditions.NONE);
    VersionAnswer.bucket(call, command.target());
    answer(call, marker.versionId(), true, true);
  }

  void delete(GatewayCall call, S3VersionChange.DeleteVersion command)
      throws MetadataUnavailableException, VersionLockedException {
    VersionFinding.requireId(command.versionId());
    Optional<StoredVersion> gone =
        objects.delete(
            call.bucket(), command.target().key(), command.versionId(), command.bypass());
    VersionAnswer.bucket(call, command.target());
    boolean marker = gone.map(StoredVersion::deleteMarker).orElse(false);
    answer(call, command.versionId(), marker, marker);
  }

  /**
   * 204.
   *
   * @param marker whether a marker was made, or was deleted
   * @param preserved whether backends still hold what the key had
   */
  private static void answer(
      GatewayCall call, String versionId, boolean marker, boolean preserved) {
    call.header(VersionFinding.VERSION_ID, versionId);
    if (marker) {
      call.header(VersionFinding.DELETE_MARKER, "true");
    }
    call.header("X-Delete-Marker", Boolean.toString(marker));
    call.header("X-Delete-Version-Id", versionId);
    call.header("X-Backend-Data-Preserved", Boolean.toString(preserved));
    call.gone();
  }

  /** Deletes what may be deleted of what is named, and tells of each what became of it. */
  void deleteAll(GatewayCall call, S3VersionChange.DeleteVersions command) throws IOException {
    DeletionRequest request = S3Requests.versionDeletion(call.body().document(command.body()));
    List<VersionDeletion> deletions = carryOut(call, request, command.bypass());
    long refused =
        deletions.stream().filter(one -> one.error() == S3ErrorCode.ACCESS_DENIED).count();
    if (refused > 0) {
      // The answer is 200 all the same: without this nobody would see them.
      call.context().denial(refused + " of " + deletions.size() + " objects may not be deleted");
    }
    VersionAnswer.bucket(call, command.target());
    call.document(VersionDocuments.deleted(deletions, request.quiet()));
  }

  private List<VersionDeletion> carryOut(
      GatewayCall call, DeletionRequest request, boolean bypass) {
    AtomicBoolean down = new AtomicBoolean();
    List<Future<VersionDeletion>> pending = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (DeletionRequest.Entry entry : request.entries()) {
        S3ErrorCode refusal = refusal(call, entry, bypass);
        pending.add(
            threads.submit(() ->
                refusal != null
                    ? failed(entry, refusal)
                    : down.get()
                        ? failed(entry, S3ErrorCode.SERVICE_UNAVAILABLE)
                        : deleteOne(call, entry, bypass, down)));
      }
    }
    List<VersionDeletion> deletions = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      deletions.add(result(pending.get(i), request.entries().get(i)));
    }
    return deletions;
  }

  private static @Nullable S3ErrorCode refusal(
      GatewayCall call, DeletionRequest.Entry entry, boolean bypass) {
    if (entry.refusal() != null) {
      return entry.refusal();
    }
    BucketRights rights = call.cleared().rights();
    boolean allowed =
        rights.allows(GatewayPrivilege.DELETE, entry.key())
            && (!bypass || rights.allows(GatewayPrivilege.BYPASS_RETENTION, entry.key()));
    return allowed ? null : S3ErrorCode.ACCESS_DENIED;
  }

  private VersionDeletion deleteOne(
      GatewayCall call, DeletionRequest.Entry entry, boolean bypass, AtomicBoolean down) {
    String versionId = entry.versionId();
    try {
      if (versionId == null) {
        StoredVersion marker =
            objects.mark(call.bucket(), entry.key(), call.owner(), WriteConditions.NONE);
        return new VersionDeletion(entry.key(), null, marker.versionId(), null);
      }
      VersionFinding.requireId(versionId);
      boolean marker =
          objects
              .delete(call.bucket(), entry.key(), versionId, bypass)
              .map(StoredVersion::deleteMarker)
              .orElse(false);
      return new VersionDeletion(entry.key(), versionId, marker ? versionId : null, null);
    } catch (VersionLockedException e) {
      return failed(entry, S3ErrorCode.ACCESS_DENIED);
    } catch (S3Exception e) {
      return failed(entry, e.code());
    } catch (StoreException | MetadataUnavailableException e) {
      // Each of a thousand would wait as long as this one.
      down.set(true);
      LOG.warn("Not deleted: {}", String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?"));
      return failed(entry, S3ErrorCode.SERVICE_UNAVAILABLE);
    }
  }

  private static VersionDeletion failed(DeletionRequest.Entry entry, S3ErrorCode error) {
    return new VersionDeletion(entry.key(), entry.versionId(), null, error);
  }

  private static VersionDeletion result(
      Future<VersionDeletion> pending, DeletionRequest.Entry entry) {
    try {
      return pending.get();
    } catch (ExecutionException e) {
      LOG.error("A deletion failed", e);
      return failed(entry, S3ErrorCode.INTERNAL_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(entry, S3ErrorCode.SERVICE_UNAVAILABLE);
    }
  }
}
