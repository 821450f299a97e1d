package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.s3.protocol.ObjectRetention;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Requests;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.S3VersionChange;
import io.deltas3proxy.s3.protocol.S3VersionCommand;
import io.deltas3proxy.s3.protocol.VersionDocuments;
import io.deltas3proxy.s3.protocol.VersionRequests;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells and changes what is kept beside the content of a version: tags, retention, legal hold. */
final class TagsAndLocks {

  private static final String REPLICAS = "replica-count";

  private final ObjectVersions versions;
  private final VersionFinding finding;
  private final Locks locks;

  TagsAndLocks(ObjectVersions versions, VersionFinding finding, Locks locks) {
    this.versions = versions;
    this.finding = finding;
    this.locks = locks;
  }

  void tags(GatewayCall call, S3Command.GetObjectTagging command)
      throws IOException, MetadataUnavailableException {
    StoredVersion version = find(call, command.target(), command.versionId());
    call.document(WriteDocuments.tagging(version.tags()));
  }

  /** What asks for replicas must say how many: else it would be taken for done. */
  private static void requireReplicas(Map<String, String> tags) {
    String asked = tags.get(REPLICAS);
    // Example: 3
    if (asked != null && !asked.matches("0*[1-9][0-9]{0,2}")) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "The tag replica-count must be a whole number from 1 to 999");
    }
  }

  void putTags(GatewayCall call, S3VersionChange.PutVersionTagging command)
      throws IOException, MetadataUnavailableException {
    Map<String, String> tags = S3Requests.tagging(call.body().document(command.body()));
    requireReplicas(tags);
    StoredVersion version = find(call, command.target(), command.versionId());
    require(versions.setTags(version.id(), tags));
    call.done();
  }

  void deleteTags(GatewayCall call, S3VersionChange.DeleteVersionTagging command)
      throws MetadataUnavailableException {
    StoredVersion version = find(call, command.target(), command.versionId());
    require(versions.setTags(version.id(), Map.of()));
    call.gone();
  }

  void retention(GatewayCall call, S3VersionCommand.GetObjectRetention command)
      throws IOException, MetadataUnavailableException {
    StoredVersion version = lockable(call, command.target(), command.versionId());
    Retention retention = version.protection().retention();
    if (retention == null) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_OBJECT_LOCK_CONFIGURATION);
    }
    call.document(
        VersionDocuments.retention(
            new ObjectRetention(Locks.mode(retention.mode()), retention.until())));
  }

  void putRetention(GatewayCall call, S3VersionChange.PutObjectRetention command)
      throws IOException, MetadataUnavailableException, VersionLockedException {
    Optional<ObjectRetention> asked =
        VersionRequests.retention(call.body().document(command.body()));
    StoredVersion version = lockable(call, command.target(), command.versionId());
    require(
        versions.setRetention(
            version.id(), asked.map(locks::retention).orElse(null), command.bypass()));
    call.done();
  }

  void legalHold(GatewayCall call, S3VersionCommand.GetObjectLegalHold command)
      throws IOException, MetadataUnavailableException {
    StoredVersion version = lockable(call, command.target(), command.versionId());
    call.document(VersionDocuments.legalHold(version.protection().legalHold()));
  }

  /** Who may write may hold; to let go takes more, else a hold would hold nobody. */
  void putLegalHold(GatewayCall call, S3VersionChange.PutObjectLegalHold command)
      throws IOException, MetadataUnavailableException {
    boolean on = VersionRequests.legalHold(call.body().document(command.body()));
    if (!on) {
      call.cleared()
          .when(
              call.cleared()
                  .rights()
                  .allows(GatewayPrivilege.BYPASS_RETENTION, command.target().key()));
    }
    StoredVersion version = lockable(call, command.target(), command.versionId());
    require(versions.setLegalHold(version.id(), on));
    call.done();
  }

  private StoredVersion lockable(GatewayCall call, S3Target target, @Nullable String versionId)
      throws MetadataUnavailableException {
    GatewayBucket bucket = call.bucket();
    Locks.requireLocking(bucket);
    return find(call, target, versionId);
  }

  private StoredVersion find(GatewayCall call, S3Target target, @Nullable String versionId)
      throws MetadataUnavailableException {
    VersionAnswer.bucket(call, target);
    StoredVersion version = finding.require(call.bucket(), target.key(), versionId);
    call.header(VersionFinding.VERSION_ID, version.versionId());
    return version;
  }

  /** It was there a moment ago. */
  private static void require(boolean changed) {
    if (!changed) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_VERSION);
    }
  }
}
