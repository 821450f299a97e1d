package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends versions that were written: they become visible in one transaction, or are given up. */
final class VersionEnding {

  private static final Logger LOG = LoggerFactory.getLogger(VersionEnding.class);

  private final ObjectVersions versions;
  private final Clock clock;

  VersionEnding(ObjectVersions versions, Clock clock) {
    this.versions = versions;
    this.clock = clock;
  }

  /** Looks whether a version whose commit has no answer is visible. */
  @FunctionalInterface
  interface Look {
    Optional<StoredVersion> look() throws MetadataUnavailableException;
  }

  /**
   * How the replicas of a version ended.
   *
   * @throws StoreException.Unavailable if too few places have it
   */
  List<Replica> requireEnough(PlacePlan plan, List<FanOut.Outcome<Place>> outcomes)
      throws StoreException {
    Instant now = clock.instant();
    List<Replica> replicas = new ArrayList<>();
    int active = 0;
    for (FanOut.Outcome<Place> outcome : outcomes) {
      String eTag = outcome.eTag();
      active += eTag == null ? 0 : 1;
      replicas.add(
          eTag == null
              ? outcome.place().failed(reason(outcome.failure()))
              : outcome.place().active(eTag, now));
    }
    if (active < plan.fewest()) {
      throw tooFew(outcomes);
    }
    return replicas;
  }

  private static StoreException tooFew(List<FanOut.Outcome<Place>> outcomes) {
    StringBuilder reasons = new StringBuilder("too few backends have it:");
    boolean throttled = true;
    for (FanOut.Outcome<Place> outcome : outcomes) {
      Exception failure = outcome.failure();
      if (failure != null) {
        reasons.append(' ').append(outcome.place().name()).append(": ").append(reason(failure));
        throttled &= failure instanceof StoreException.Throttled;
      }
    }
    return throttled
        ? new StoreException.Throttled(reasons.toString())
        : new StoreException.Unavailable(reasons.toString());
  }

  private static String reason(@Nullable Exception failure) {
    return failure == null ? "" : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  /**
   * Makes a version visible.
   *
   * @throws StoreException.Unavailable if it is not, which is known
   * @throws MetadataUnavailableException if that is not known
   */
  StoredVersion commit(WrittenVersion version, VersionCommit commit, Look look)
      throws StoreException, MetadataUnavailableException {
    StoredVersion stored;
    try {
      stored = versions.commit(version.id(), commit);
    } catch (StoreException.PreconditionFailed e) {
      end(version, commit);
      throw e;
    } catch (StoreException.Conflict e) {
      end(version, commit);
      throw new StoreException.Unavailable("the write took longer than its lease", e);
    } catch (MetadataUnavailableException e) {
      LOG.warn("Whether a version is committed is looked up: {}", e.getMessage());
      stored =
          look.look().orElseThrow(() -> new StoreException.Unavailable("it is not committed", e));
    }
    version.committed();
    return stored;
  }

  /**
   * The places of a version that will never be are emptied. That of an upload can still become one:
   * what a slow backend completes late is what the next try finds there.
   */
  private static void end(WrittenVersion version, VersionCommit commit) {
    if (commit.uploadId() == null) {
      version.abandoned();
    }
  }

  /** The look at a version that is given up if it is not visible. */
  Look outcome(WrittenVersion version) {
    return () -> {
      Optional<StoredVersion> stored = versions.outcome(version.id());
      if (stored.isEmpty()) {
        version.abandoned();
      }
      return stored;
    };
  }

  /** Gives a version up whose bytes no place takes any more. */
  void giveUp(WrittenVersion version) {
    try {
      version.abandoned();
      versions.abandon(version.id());
    } catch (MetadataUnavailableException e) {
      LOG.warn("A version that failed is left to its lease: {}", e.getMessage());
    }
  }
}
