package io.deltas3proxy.app;

import io.deltas3proxy.files.FileRule;
import io.deltas3proxy.files.JobSettings;
import io.deltas3proxy.files.UploadSettings;
import io.deltas3proxy.files.endpoint.FaultStatuses;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The files API.
 *
 * @param buckets by the names that callers use
 * @param authenticationRequired whether nobody anonymous is let in
 * @param tokens of users
 * @param jobs how uploads go on in the background
 * @param tusExpire how long a resumable upload stays to which nothing is added
 * @param downloadBytes after which what was sent is on its way
 */
record FilesSettings(
    Map<String, Place> buckets,
    List<FileRule> rules,
    boolean authenticationRequired,
    Map<String, String> tokens,
    UploadSettings uploads,
    FilesSpace space,
    FaultStatuses statuses,
    JobSettings jobs,
    Duration tusExpire,
    long downloadBytes) {
  FilesSettings {
    buckets = Map.copyOf(buckets);
    rules = List.copyOf(rules);
    tokens = Map.copyOf(tokens);
  }

  /** Names the users and hides their tokens. */
  @Override
  public String toString() {
    return "FilesSettings[" + buckets.keySet() + ", tokens of " + tokens.keySet() + "]";
  }
}
