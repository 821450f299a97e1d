package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at version after version: whether each replica is what it should be, and whether there are
 * enough. What is wrong is noted, and jobs are queued that put it right. It goes on where it was
 * when an instance ends.
 */
final class VersionScan implements Repeated.Step {

  private static final Logger LOG = LoggerFactory.getLogger(VersionScan.class);

  /** Longest time of one step. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  /** What it is made of. */
  record Parts(
      Catalog catalog,
      Replicas replicas,
      ReplicaVerification verification,
      JdbcVersionPages pages,
      JdbcScans scans) {}

  /**
   * Which scan it is.
   *
   * @param pause from its end to its next beginning
   * @param page versions between two notes of its position
   */
  record Plan(
      String name, JdbcVersionPages.Which which, Duration pause, int page, boolean readsBytes) {}

  /** What was found at some versions. */
  private static final class Tally {
    private long problems;
    private long repairs;
  }

  private final Parts parts;
  private final Plan plan;
  private final Clock clock;

  VersionScan(Parts parts, Plan plan, Clock clock) {
    this.parts = parts;
    this.plan = plan;
    this.clock = clock;
  }

  /** Begins it now; false if it is running. */
  boolean start(boolean readsBytes) throws MetadataUnavailableException {
    return parts.scans().start(plan.name(), readsBytes, parts.pages().count(plan.which()));
  }

  @Override
  public void run() throws MetadataUnavailableException {
    Optional<Scan> running =
        parts
            .scans()
            .running(
                plan.name(),
                plan.readsBytes(),
                plan.pause(),
                () -> parts.pages().count(plan.which()));
    Instant end = clock.instant().plus(AT_ONCE);
    while (running.isPresent() && clock.instant().isBefore(end)) {
      running = page(running.get());
    }
  }

  private Optional<Scan> page(Scan scan) throws MetadataUnavailableException {
    long after = scan.position().isEmpty() ? 0 : Long.parseLong(scan.position());
    List<Long> ids = parts.pages().after(plan.which(), after, plan.page());
    if (ids.isEmpty()) {
      parts.scans().finish(scan.name());
      return Optional.empty();
    }
    Tally tally = new Tally();
    for (Long id : ids) {
      Optional<StoredVersion> version = parts.catalog().versions().find(id);
      if (version.isPresent()) {
        examine(version.get(), scan.readsBytes(), tally);
      }
    }
    Scan further =
        scan.after(String.valueOf(ids.getLast()), ids.size(), tally.problems, tally.repairs);
    parts.scans().note(further);
    return Optional.of(further);
  }

  private void examine(StoredVersion version, boolean readsBytes, Tally tally)
      throws MetadataUnavailableException {
    for (Place place : parts.replicas().sources(version, null)) {
      evict(version, place, tally);
      try {
        if (!place.backend().isUsable()) {
          tally.problems++;
        } else if (isSound(version, place, readsBytes)) {
          parts.pages().verified(version.id(), place.name(), clock.millis());
        } else {
          // Noted by a job, while no other one changes the replicas of this version.
          LOG.warn("Version {} on backend {} is not what it was", version.id(), place.name());
          tally.problems++;
          tally.repairs += parts.replicas().queueLook(version, place.name()) ? 1 : 0;
        }
      } catch (IOException e) {
        LOG.info("Version {} on backend {} cannot be looked at", version.id(), place.name(), e);
        tally.problems++;
      }
    }
    tally.repairs += parts.replicas().queueMissing(version);
  }

  /** Moves a replica that was allowed once and is not any more. */
  private void evict(StoredVersion version, Place place, Tally tally)
      throws MetadataUnavailableException {
    if (!parts.replicas().mayHold(version, place.backend().description())) {
      LOG.warn("Version {} may not stay on backend {}", version.id(), place.name());
      tally.problems++;
      tally.repairs += parts.replicas().queueMove(version, place.name()) ? 1 : 0;
    }
  }

  /** One that was taken for failed is worth a look of its own, whatever is said of it. */
  private boolean isSound(StoredVersion version, Place place, boolean readsBytes)
      throws IOException {
    if (place.replica().status() != Replica.Status.ACTIVE) {
      return false;
    }
    ReplicaVerification.Answer answer =
        readsBytes
            ? parts.verification().look(version, place, bytes -> {})
            : ReplicaVerification.ask(version, place);
    return answer.finding() == ReplicaVerification.Finding.SOUND;
  }
}
