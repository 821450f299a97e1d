package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.metadata.JdbcStatistics;
import io.deltas3proxy.gateway.metadata.ReplicaStatus;
import io.deltas3proxy.gateway.replication.Orphans;
import io.deltas3proxy.gateway.replication.Scan;
import io.deltas3proxy.gateway.replication.Scans;
import java.util.List;

/** How replication stands, and the scans that look after it. */
public record ReplicationRoutes(JdbcStatistics statistics, Scans scans, ChangeLog changes) {

  private static final int MOST = 999;
  private static final int USUAL = 100;

  /** The routes. */
  public List<ManagementRoute> routes() {
    return List.of(
        new ManagementRoute("GET", "/api/replicas/status", this::replicas),
        new ManagementRoute("GET", "/api/replication/queue/status", this::queue),
        new ManagementRoute("GET", "/api/replication/verify", this::progress),
        new ManagementRoute("POST", "/api/replication/verify", this::verify));
  }

  private ManagementAnswer replicas(ManagementRequest request) throws MetadataUnavailableException {
    request.allowing("bucket", "needs_sync", "limit", "after");
    int limit = request.number("limit", 1, MOST, USUAL);
    List<ReplicaStatus> found =
        statistics.replicas(
            request.text("bucket").orElse(null),
            request.flag("needs_sync").orElse(null),
            request.number("after").orElse(0L),
            limit + 1);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("replicas");
    found.stream().limit(limit).forEach(status -> list.add(json(status)));
    answer.put("count", list.size());
    return ManagementAnswer.ok(
        answer.put("next", found.size() > limit ? found.get(limit - 1).objectId() : null));
  }

  private static ObjectNode json(ReplicaStatus status) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("object_id", status.objectId())
        .put("object_key", status.objectKey())
        .put("bucket_name", status.bucketName())
        .put("primary_zone_code", status.primaryZoneCode())
        .put("required_replica_count", status.requiredReplicas())
        .put("current_replica_count", status.currentReplicas())
        .put("sync_status", JobJson.word(status.syncStatus()))
        .put("replication_status", JobJson.word(status.need()));
  }

  private ManagementAnswer queue(ManagementRequest request) throws MetadataUnavailableException {
    request.allowing();
    List<JdbcStatistics.QueueCount> counts = statistics.queue();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    for (Job.Status status : Job.Status.values()) {
      answer.put(
          JobJson.word(status),
          counts.stream()
              .filter(count -> count.status() == status)
              .mapToLong(JdbcStatistics.QueueCount::jobs)
              .sum());
    }
    answer.put(
        "oldest_waiting_seconds", statistics.lag().map(lag -> lag.toMillis() / 1000.0).orElse(0.0));
    ObjectNode types = answer.putObject("by_type");
    for (Job.Type type : Job.Type.values()) {
      ObjectNode states = types.putObject(JobJson.word(type));
      counts.stream()
          .filter(count -> count.type() == type)
          .forEach(count -> states.put(JobJson.word(count.status()), count.jobs()));
    }
    return ManagementAnswer.ok(answer);
  }

  private ManagementAnswer verify(ManagementRequest request) throws MetadataUnavailableException {
    boolean readsBytes = request.allowing("read_bytes").flag("read_bytes").orElse(false);
    if (!scans.verifyAll(readsBytes)) {
      throw new ManagementException(409, "All versions are being looked at already");
    }
    ObjectNode answer = shown();
    changes.changed(new Change(request.by(), "gateway.verify", "versions", null, answer));
    return new ManagementAnswer(202, answer);
  }

  private ManagementAnswer progress(ManagementRequest request) throws MetadataUnavailableException {
    request.allowing();
    return ManagementAnswer.ok(shown());
  }

  private ObjectNode shown() throws MetadataUnavailableException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("scans");
    for (Scan scan : scans.all()) {
      list.add(json(scan));
    }
    ArrayNode orphans = answer.putArray("orphans");
    for (Orphans found : scans.orphansFound()) {
      orphans
          .addObject()
          .put("backend", found.backend())
          .put("objects", found.objects())
          .put("bytes", found.bytes())
          .put("deleted", found.deleted())
          .put("found_at", JobJson.text(found.foundAt()));
    }
    return answer.put("count", list.size());
  }

  private static ObjectNode json(Scan scan) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", scan.name())
        .put("running", scan.running())
        .put("reads_bytes", scan.readsBytes())
        .put("expected", scan.expected())
        .put("examined", scan.examined())
        .put("problems", scan.problems())
        .put("repairs", scan.repairs())
        .put("started_at", JobJson.text(scan.startedAt()))
        .put("finished_at", JobJson.text(scan.finishedAt()));
  }
}
