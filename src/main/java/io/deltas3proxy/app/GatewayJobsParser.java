package io.deltas3proxy.app;

import io.deltas3proxy.gateway.replication.RateLimit;
import io.deltas3proxy.gateway.replication.ReplicationSettings;
import io.deltas3proxy.gateway.replication.RetrySettings;
import io.deltas3proxy.gateway.replication.ScanSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads how the work on replicas is done that no request waits for. */
final class GatewayJobsParser {

  private static final int MOST_WORKERS = 64;
  private static final int DAY_SECONDS = 86_400;
  private static final int YEAR_HOURS = 24 * 365;
  private static final int MEGABYTE = 1 << 20;

  private GatewayJobsParser() {}

  static ReplicationSettings jobs(Section gateway) {
    ReplicationSettings standard = ReplicationSettings.STANDARD;
    Section retries = gateway.section("retries");
    Duration first = retries.seconds("firstSeconds", 1, 3600, standard.retries().first());
    Duration most = retries.seconds("mostSeconds", 1, DAY_SECONDS, standard.retries().most());
    retries.end();
    if (most.compareTo(first) < 0) {
      gateway.problem("retries", "mostSeconds must not be less than firstSeconds");
      most = first;
    }
    return new ReplicationSettings(
        gateway.integer("workers", 0, MOST_WORKERS, standard.workers()),
        gateway.millis("pollMillis", 50, 60_000, standard.poll()),
        standard.heartbeat(),
        standard.checks(),
        new RetrySettings(first, most),
        limits(gateway.section("rateLimits")));
  }

  /** By names of backends; {@code *} is for the others. */
  private static Map<String, RateLimit> limits(Section section) {
    Map<String, RateLimit> limits = new HashMap<>();
    for (String backend : section.names()) {
      Section limit = section.section(backend);
      limits.put(
          backend,
          new RateLimit(
              limit.integer("jobs", 1, MOST_WORKERS, RateLimit.STANDARD.jobs()),
              (long) limit.integer("megabytesPerSecond", 0, MEGABYTE, 0) * MEGABYTE));
      limit.end();
    }
    return limits;
  }

  static ScanSettings scans(Section scan) {
    ScanSettings standard = ScanSettings.STANDARD;
    ScanSettings settings =
        new ScanSettings(
            scan.seconds("repairSeconds", 1, DAY_SECONDS, standard.repair()),
            hours(scan, "verifyHours", standard.verify()),
            standard.page(),
            scan.flag("readBytes", standard.readsBytes()),
            new ScanSettings.Orphans(
                hours(scan, "orphansHours", standard.orphans().pause()),
                hours(scan, "orphanAgeHours", standard.orphans().olderThan()),
                scan.flag("deleteOrphans", standard.orphans().delete())));
    scan.end();
    return settings;
  }

  private static Duration hours(Section section, String key, Duration otherwise) {
    return Duration.ofHours(section.integer(key, 1, YEAR_HOURS, (int) otherwise.toHours()));
  }
}
