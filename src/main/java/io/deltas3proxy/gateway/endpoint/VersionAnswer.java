package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.s3.protocol.S3Target;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** The headers that say of a version where it is and how it is kept. */
final class VersionAnswer {

  private static final String CHECKSUM = "x-amz-checksum-";

  private VersionAnswer() {}

  /** Which bucket was asked for, and which one was meant. */
  static void bucket(GatewayCall call, S3Target requested) {
    call.header("X-Requested-Bucket", requested.bucket());
    call.header("X-Actual-Bucket", call.bucket().name());
  }

  /** Of a version that was stored; its entity tag and checksums are left to the caller. */
  static void stored(GatewayCall call, S3Target requested, StoredVersion version) {
    List<Replica> active =
        version.replicas().stream()
            .filter(replica -> replica.status() == Replica.Status.ACTIVE)
            .toList();
    boolean complete = version.sync().status() == SyncStatus.COMPLETE;
    bucket(call, requested);
    call.header(VersionFinding.VERSION_ID, version.versionId());
    call.header("X-Version-Id", version.versionId());
    call.header("X-Replication-Count", Integer.toString(active.size()));
    call.header("X-Backend-Zones", zones(active));
    call.header("X-Replication-Status", complete ? "complete" : "partial");
    call.header("X-Immutable", "true");
    call.header("X-Versioning", "enabled");
    if (!active.isEmpty()) {
      call.note().zone(active.getFirst().zone().code());
    }
    call.note()
        .replication(
            "{\"replicas\":"
                + active.size()
                + ",\"required\":"
                + version.sync().requiredReplicas()
                + ",\"zones\":\""
                + zones(active)
                + "\",\"status\":\""
                + (complete ? "complete" : "partial")
                + "\"}");
  }

  private static String zones(List<Replica> replicas) {
    return replicas.stream().map(replica -> replica.zone().code()).collect(Collectors.joining(","));
  }

  /** Entity tag and checksums of a version that was stored. */
  static void content(GatewayCall call, StoredVersion version) {
    call.header("ETag", version.eTag());
    VersionFinding.info(version)
        .headers()
        .forEach((name, value) -> {
          if (name.startsWith(CHECKSUM)) {
            call.header(name, value);
          }
        });
  }

  /** Of a version that is read. */
  static void read(GatewayCall call, StoredVersion version) {
    call.header(VersionFinding.VERSION_ID, version.versionId());
    call.header("X-Version-Id", version.versionId());
    if (!version.tags().isEmpty()) {
      call.header("x-amz-tagging-count", Integer.toString(version.tags().size()));
    }
    Retention retention = version.protection().retention();
    if (retention != null) {
      call.header("x-amz-object-lock-mode", retention.mode().name());
      call.header(
          "x-amz-object-lock-retain-until-date",
          DateTimeFormatter.ISO_INSTANT.format(retention.until()));
    }
    if (version.protection().legalHold()) {
      call.header("x-amz-object-lock-legal-hold", "ON");
    }
  }

  /** Where it is read from. */
  static void servedBy(GatewayCall call, String backend, String zone) {
    call.header("X-Backend-Used", backend);
    call.header("X-Zone", zone);
    call.note().zone(zone);
  }
}
