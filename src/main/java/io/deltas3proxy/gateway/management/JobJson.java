package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.gateway.Job;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Jobs in answers. */
final class JobJson {

  private JobJson() {}

  static ObjectNode of(Job job) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("job_id", job.id())
        .put("job_type", word(job.work().type()))
        .put("object_id", job.work().version())
        .put("source_backend", job.work().source())
        .put("target_backend", job.work().target())
        .put("priority", job.work().priority())
        .put("status", word(job.status()))
        .put("retry_count", job.retries())
        .put("max_retries", job.mostRetries())
        .put("error_message", job.error())
        .put("bytes_done", job.bytesDone())
        .put("bytes_total", job.bytesTotal())
        .put("created_at", text(job.createdAt()))
        .put("started_at", text(job.startedAt()))
        .put("finished_at", text(job.finishedAt()));
  }

  /**
   * A page of jobs.
   *
   * @param found one more than the limit where there are more
   */
  static ObjectNode page(List<Job> found, int limit) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode jobs = answer.putArray("jobs");
    found.stream().limit(limit).forEach(job -> jobs.add(of(job)));
    answer.put("count", jobs.size());
    return answer.put("next", found.size() > limit ? found.get(limit - 1).id() : null);
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
