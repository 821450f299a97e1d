package io.deltas3proxy.files.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.files.FileJob;
import io.deltas3proxy.files.JobProgress;

/** An upload in the background as its owner sees it. */
final class JobDocument {

  private JobDocument() {}

  static ObjectNode of(FileJob job) {
    JobProgress progress = job.progress();
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", job.id())
            .put("bucket_name", job.order().file().bucket())
            .put("object_name", job.order().file().name())
            .put("state", progress.state().told())
            .put("bytes_total", job.order().length())
            .put("bytes_received", progress.received())
            .put("bytes_sent", progress.sent())
            .put("percent", job.percent())
            .put("attempts", progress.attempts())
            .put("created", job.created().toString())
            .put("expires", job.expires().toString());
    if (progress.error().isEmpty()) {
      return document.putNull("error");
    }
    return document.put("error", progress.error());
  }
}
