package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.replication.Catalog;
import io.deltas3proxy.gateway.replication.JobQueue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The jobs of the queue: which there are, new ones, and the end of some. */
public record JobRoutes(JobQueue queue, Catalog catalog, ChangeLog changes) {

  private static final Set<Job.Status> ACTIVE =
      Set.of(Job.Status.QUEUED, Job.Status.RUNNING, Job.Status.RETRYING);

  private static final String JOBS = "/api/replication/jobs";
  private static final String ONE = JOBS + "/{id}";
  private static final int MOST = 999;
  private static final int USUAL = 100;

  /** The routes. */
  public List<ManagementRoute> routes() {
    return List.of(
        new ManagementRoute("GET", JOBS, this::list),
        new ManagementRoute("GET", JOBS + "/active", this::active),
        new ManagementRoute("POST", JOBS + "/add-replica", this::add),
        new ManagementRoute("POST", JOBS + "/remove-replica", this::remove),
        new ManagementRoute("POST", JOBS + "/verify-replica", this::verify),
        new ManagementRoute("POST", JOBS + "/migrate-replica", this::migrate),
        new ManagementRoute("POST", JOBS + "/sync-metadata", this::sync),
        new ManagementRoute("GET", ONE, this::get),
        new ManagementRoute("DELETE", ONE, this::cancel),
        new ManagementRoute("POST", ONE + "/requeue", this::requeue));
  }

  private ManagementAnswer active(ManagementRequest request) throws MetadataUnavailableException {
    return page(request.allowing("limit", "after"), ACTIVE);
  }

  private ManagementAnswer list(ManagementRequest request) throws MetadataUnavailableException {
    Set<Job.Status> statuses = EnumSet.allOf(Job.Status.class);
    Optional<String> wanted = request.allowing("status", "limit", "after").text("status");
    if (wanted.isPresent()) {
      statuses.clear();
      for (String word : wanted.get().split(",", -1)) {
        statuses.add(status(word));
      }
    }
    return page(request, statuses);
  }

  private static Job.Status status(String word) {
    return Arrays.stream(Job.Status.values())
        .filter(each -> JobJson.word(each).equals(word))
        .findFirst()
        .orElseThrow(() -> ManagementException.invalid("status is not a state of jobs"));
  }

  private ManagementAnswer page(ManagementRequest request, Set<Job.Status> statuses)
      throws MetadataUnavailableException {
    int limit = request.number("limit", 1, MOST, USUAL);
    long after = request.number("after").orElse(0L);
    return ManagementAnswer.ok(JobJson.page(queue.list(statuses, after, limit + 1), limit));
  }

  private Job job(ManagementRequest request) throws MetadataUnavailableException {
    return queue
        .find(request.number(0))
        .orElseThrow(() -> ManagementException.missing("Job not found"));
  }

  private ManagementAnswer get(ManagementRequest request) throws MetadataUnavailableException {
    return ManagementAnswer.ok(JobJson.of(job(request.allowing())));
  }

  private ManagementAnswer cancel(ManagementRequest request) throws MetadataUnavailableException {
    Job before = job(request.allowing());
    if (!queue.cancel(before.id())) {
      throw new ManagementException(409, "The job is over: it is " + JobJson.word(status(before)));
    }
    return changed(request, "gateway.job.cancel", before);
  }

  private Job.Status status(Job before) throws MetadataUnavailableException {
    return queue.find(before.id()).map(Job::status).orElse(before.status());
  }

  private ManagementAnswer requeue(ManagementRequest request) throws MetadataUnavailableException {
    Job before = job(request.allowing());
    if (!queue.requeue(before.id())) {
      throw new ManagementException(
          409, "Only a job that failed or was cancelled is queued again, and only once at a time");
    }
    return changed(request, "gateway.job.requeue", before);
  }

  private ManagementAnswer changed(ManagementRequest request, String action, Job before)
      throws MetadataUnavailableException {
    ObjectNode after = JobJson.of(job(request));
    changes.changed(
        new Change(request.by(), action, String.valueOf(before.id()), JobJson.of(before), after));
    return ManagementAnswer.ok(after);
  }

  private ManagementAnswer add(ManagementRequest request) throws MetadataUnavailableException {
    JsonFields fields = request.allowing().fields();
    StoredVersion version = version(fields);
    Optional<Backend> target = backend(fields, "target");
    Optional<Backend> source = backend(fields, "source");
    if (target.isPresent()) {
      requireAllowed(request, Job.Type.ADD_REPLICA, version, target.get());
    }
    return queued(request, fields, Job.Type.ADD_REPLICA, version, source, target);
  }

  private ManagementAnswer migrate(ManagementRequest request) throws MetadataUnavailableException {
    JsonFields fields = request.allowing().fields();
    StoredVersion version = version(fields);
    Optional<Backend> source = Optional.of(required(fields, "source"));
    Optional<Backend> target = backend(fields, "target");
    if (target.isPresent()) {
      requireAllowed(request, Job.Type.MIGRATE_REPLICA, version, target.get());
    }
    return queued(request, fields, Job.Type.MIGRATE_REPLICA, version, source, target);
  }

  private ManagementAnswer remove(ManagementRequest request) throws MetadataUnavailableException {
    JsonFields fields = request.allowing().fields();
    StoredVersion version = version(fields);
    Backend target = required(fields, "target");
    long left =
        version.replicas().stream()
            .filter(each -> each.status() == Replica.Status.ACTIVE)
            .filter(each -> !each.backend().equals(target.name()))
            .count();
    if (left < Math.max(1, version.sync().requiredReplicas())) {
      throw new ManagementException(
          409,
          "It would leave "
              + left
              + " replicas of the "
              + Math.max(1, version.sync().requiredReplicas())
              + " that are required");
    }
    return queued(
        request, fields, Job.Type.REMOVE_REPLICA, version, Optional.empty(), Optional.of(target));
  }

  private ManagementAnswer verify(ManagementRequest request) throws MetadataUnavailableException {
    JsonFields fields = request.allowing().fields();
    return queued(
        request,
        fields,
        Job.Type.VERIFY_REPLICA,
        version(fields),
        Optional.empty(),
        backend(fields, "target"));
  }

  private ManagementAnswer sync(ManagementRequest request) throws MetadataUnavailableException {
    JsonFields fields = request.allowing().fields();
    return queued(
        request,
        fields,
        Job.Type.SYNC_METADATA,
        version(fields),
        Optional.empty(),
        Optional.empty());
  }

  private ManagementAnswer queued(
      ManagementRequest request,
      JsonFields fields,
      Job.Type type,
      StoredVersion version,
      Optional<Backend> source,
      Optional<Backend> target)
      throws MetadataUnavailableException {
    int priority = fields.number("priority", 1, 10, NewJob.DEFAULT_PRIORITY);
    fields.end();
    long id =
        queue.add(
            new NewJob(
                type,
                version.id(),
                source.map(Backend::name).orElse(null),
                target.map(Backend::name).orElse(null),
                priority));
    ObjectNode job =
        queue
            .find(id)
            .map(JobJson::of)
            .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("job_id", id));
    changes.changed(new Change(request.by(), "gateway.job.add", String.valueOf(id), null, job));
    return new ManagementAnswer(202, job);
  }

  /** By its row, or by bucket, key and, where that is not the latest one, its id. */
  private StoredVersion version(JsonFields fields) throws MetadataUnavailableException {
    Optional<StoredVersion> found;
    if (fields.has("object_id")) {
      found = catalog.versions().find(fields.number("object_id", 1, Integer.MAX_VALUE, 1));
    } else {
      String bucket = fields.text("bucket");
      String key = fields.text("object_key");
      Optional<String> id = fields.textIfAny("version_id");
      found =
          id.isPresent()
              ? catalog.versions().version(bucket, key, id.get())
              : catalog.versions().latest(bucket, key);
    }
    return found
        .filter(version -> !version.deleteMarker())
        .orElseThrow(() -> ManagementException.missing("Object not found"));
  }

  private Backend required(JsonFields fields, String role) {
    return backend(fields, role)
        .orElseThrow(() ->
            ManagementException.invalid(role + "_backend or " + role + "_zone must be given"));
  }

  /** By its name, or by its zone. */
  private Optional<Backend> backend(JsonFields fields, String role) {
    Optional<String> name = fields.textIfAny(role + "_backend");
    Optional<String> zone = fields.textIfAny(role + "_zone");
    if (name.isEmpty() && zone.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        catalog.backends().all().stream()
            .map(GatewayBackend::description)
            .filter(each -> name.isEmpty() || each.name().equals(name.get()))
            .filter(each -> zone.isEmpty() || each.zone().code().equalsIgnoreCase(zone.get()))
            .findFirst()
            .orElseThrow(() -> ManagementException.missing("Backend not found")));
  }

  /** The job would be refused as well; but who asks for it is told at once. */
  private void requireAllowed(
      ManagementRequest request, Job.Type type, StoredVersion version, Backend target)
      throws MetadataUnavailableException {
    if (catalog.placements().mayHold(version, target)) {
      return;
    }
    Optional<PlacementDecision.Refused> refusal =
        catalog
            .placements()
            .decideLater(
                new LaterPlacement(
                    version,
                    target,
                    type.name().toLowerCase(Locale.ROOT),
                    Objects.requireNonNullElse(request.by().requestId(), "")));
    if (refusal.isPresent()) {
      throw new ManagementException(
          403, "Refused by residency rule " + refusal.get().rule() + ": " + refusal.get().reason());
    }
  }
}
