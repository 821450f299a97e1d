package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Jobs;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes what reading found wrong, so that others are not given it and the queue repairs it. */
final class ReplicaTrouble {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaTrouble.class);

  /** Before what is only missing. */
  private static final int PRIORITY = 2;

  private final ObjectVersions versions;
  private final Jobs jobs;

  ReplicaTrouble(ObjectVersions versions, Jobs jobs) {
    this.versions = versions;
    this.jobs = jobs;
  }

  /** A replica is missing, or not what it should be. The reader's own fate does not hang on it. */
  void damaged(StoredVersion version, Place place, String what) {
    try {
      if (isOutdated(version, place)) {
        LOG.info("Backend {} is read no more: {}", place.name(), what);
        return;
      }
      LOG.error(
          "Version {} of bucket {} on backend {} is damaged: {}",
          version.versionId(),
          version.bucket(),
          place.name(),
          what);
      if (place.replica().status() == Replica.Status.ACTIVE) {
        var unused = versions.replica(version.id(), place.failed(what));
      }
      long queued =
          jobs.add(new NewJob(Job.Type.VERIFY_REPLICA, version.id(), null, place.name(), PRIORITY));
      LOG.info("Job {} verifies the replica", queued);
    } catch (MetadataUnavailableException e) {
      LOG.warn("A damaged replica was not noted: {}", e.getMessage());
    }
  }

  /**
   * Whether the replica was moved away, or made anew, since the reader was told of it: then it is
   * no wonder, and what is there now is not to be taken for failed.
   */
  private boolean isOutdated(StoredVersion version, Place place)
      throws MetadataUnavailableException {
    Replica read = place.replica();
    return versions
        .find(version.id())
        .filter(now ->
            now.replicas().stream()
                .anyMatch(replica ->
                    replica.backend().equals(read.backend())
                        && replica.status() == read.status()
                        && Objects.equals(replica.checksum(), read.checksum())))
        .isEmpty();
  }
}
