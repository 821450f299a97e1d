package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.provider.BackendControl;
import io.deltas3proxy.gateway.replication.Drain;
import io.deltas3proxy.gateway.replication.Drains;
import io.deltas3proxy.gateway.replication.JobQueue;
import java.util.List;
import java.util.Optional;

/** Emptying backends. */
public record DrainRoutes(
    BackendControl backends, Drains drains, JobQueue queue, ChangeLog changes) {

  private static final String ONE = "/api/backends/{name}";

  /** The routes. */
  public List<ManagementRoute> routes() {
    return List.of(
        new ManagementRoute("POST", ONE + "/drain", this::begin),
        new ManagementRoute("POST", ONE + "/undrain", this::end),
        new ManagementRoute("GET", ONE + "/drain", this::progress),
        new ManagementRoute("POST", ONE + "/cleanup", this::cleanup));
  }

  private ManagementAnswer begin(ManagementRequest request) throws MetadataUnavailableException {
    String name = request.allowing().name(0);
    setDraining(name, true);
    ObjectNode begun = json(drains.begin(name));
    changes.changed(new Change(request.by(), "gateway.drain", name, null, begun));
    return new ManagementAnswer(202, begun);
  }

  private void setDraining(String name, boolean on) throws MetadataUnavailableException {
    if (!backends.setDraining(name, on)) {
      throw ManagementException.missing("Backend not found");
    }
  }

  private ManagementAnswer end(ManagementRequest request) throws MetadataUnavailableException {
    String name = request.allowing().name(0);
    Optional<Drain> before = drains.progress(name);
    boolean ended = drains.end(name);
    setDraining(name, false);
    ObjectNode after =
        JsonNodeFactory.instance.objectNode().put("backend", name).put("state", "in_use");
    if (ended) {
      changes.changed(
          new Change(
              request.by(),
              "gateway.undrain",
              name,
              before.map(DrainRoutes::json).orElse(null),
              after));
    }
    return ManagementAnswer.ok(after);
  }

  private ManagementAnswer progress(ManagementRequest request) throws MetadataUnavailableException {
    return ManagementAnswer.ok(
        json(
            drains
                .progress(request.allowing().name(0))
                .orElseThrow(
                    () -> ManagementException.missing("The backend is not being drained"))));
  }

  private static ObjectNode json(Drain drain) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("backend", drain.backend())
        .put("state", drain.finished() ? "drained" : "draining")
        .put("removable", drain.finished() && drain.left() == 0)
        .put("replicas_at_start", drain.atStart())
        .put("replicas_left", drain.left())
        .put("jobs_active", drain.underway())
        .put("jobs_failed", drain.stuck())
        .put("started_at", JobJson.text(drain.startedAt()))
        .put("finished_at", JobJson.text(drain.finishedAt()));
  }

  /** Of a backend that has nothing any more: what is left behind there, and its buckets. */
  private ManagementAnswer cleanup(ManagementRequest request) throws MetadataUnavailableException {
    String name = request.allowing().name(0);
    Optional<Drain> drain = drains.progress(name);
    if (drain.isEmpty() || !drain.get().finished()) {
      throw new ManagementException(409, "The backend is not drained");
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode jobs = answer.putArray("jobs");
    for (Job.Type type : List.of(Job.Type.DELETE_BUCKET_REPLICA, Job.Type.CLEANUP_EMPTY_BUCKET)) {
      long id = queue.add(new NewJob(type, null, null, name, NewJob.DEFAULT_PRIORITY));
      queue.find(id).map(JobJson::of).ifPresent(jobs::add);
    }
    answer.put("count", jobs.size());
    changes.changed(new Change(request.by(), "gateway.cleanup", name, null, answer));
    return new ManagementAnswer(202, answer);
  }
}
