package io.deltas3proxy.gateway.replication;

import java.time.Duration;

/**
 * How often everything is looked at.
 *
 * @param repair pause between two looks at the versions that have not all their replicas
 * @param verify pause between two looks at all versions
 * @param page versions between two notes of how far it is, 1 to 1,000
 * @param readsBytes whether all bytes are read, or only what backends say of them
 * @param orphans how objects are looked for that no row names
 */
public record ScanSettings(
    Duration repair, Duration verify, int page, boolean readsBytes, Orphans orphans) {

  /**
   * What nobody knows.
   *
   * @param pause between two looks at a backend
   * @param olderThan least age of such an object: what is younger may be about to be named
   * @param delete whether they are deleted, or only reported
   */
  public record Orphans(Duration pause, Duration olderThan, boolean delete) {
    public Orphans {
      if (olderThan.compareTo(Duration.ofHours(1)) < 0 || !pause.isPositive()) {
        throw new IllegalArgumentException("orphans are an hour old at least");
      }
    }
  }

  public static final ScanSettings STANDARD =
      new ScanSettings(
          Duration.ofMinutes(5),
          Duration.ofDays(1),
          200,
          false,
          new Orphans(Duration.ofDays(7), Duration.ofDays(1), false));

  public ScanSettings {
    if (page < 1 || page > 1000 || !repair.isPositive() || !verify.isPositive()) {
      throw new IllegalArgumentException("scans of " + page + " versions at once");
    }
  }
}
