package io.deltas3proxy.gateway.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThroughputTest {

  private static final long SECOND = 1_000_000_000L;

  private static final ReplicationSettings SETTINGS =
      new ReplicationSettings(
          4,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ZERO,
          RetrySettings.STANDARD,
          Map.of("slow", new RateLimit(1, 1000), "*", new RateLimit(2, 0)));

  private final AtomicLong now = new AtomicLong(-SECOND);
  private final Throughput throughput = new Throughput(SETTINGS, now::get);

  @Test
  void bytesOverTheLimitWaitTheirTurn() {
    assertEquals(SECOND / 2, throughput.reserve("slow", 500));
    assertEquals(SECOND, throughput.reserve("slow", 500));
    now.addAndGet(SECOND);
    assertEquals(SECOND / 10, throughput.reserve("slow", 100));
  }

  @Test
  void aPauseAllowsAShortBurstAndNoLongOne() {
    assertEquals(SECOND / 10, throughput.reserve("slow", 100));
    now.addAndGet(60 * SECOND);
    assertTrue(throughput.reserve("slow", 250) <= 0);
    assertEquals(SECOND, throughput.reserve("slow", 1000));
  }

  @Test
  void aBackendWithoutALimitNeverWaits() {
    for (int i = 0; i < 100; i++) {
      assertEquals(0, throughput.reserve("fast", Integer.MAX_VALUE));
    }
  }

  @Test
  void whoWaitsLooksNowAndThenWhetherThatIsWorthIt() {
    JobStoppedException stopped =
        assertThrows(
            JobStoppedException.class,
            () ->
                throughput.pass(
                    "slow",
                    Integer.MAX_VALUE,
                    () -> {
                      throw new JobStoppedException(JobStoppedException.Reason.CANCELLED);
                    }));
    assertEquals(JobStoppedException.Reason.CANCELLED, stopped.reason());
  }

  @Test
  void aBackendHasRoomForSoManyJobsAndTheInstanceForSoMany() {
    JobLimits limits = new JobLimits(SETTINGS, Duration.ZERO, now::get);
    Optional<JobLimits.Permit> slow = limits.enter(Set.of("slow"));
    assertTrue(slow.isPresent());
    assertTrue(limits.enter(Set.of("slow", "fast")).isEmpty());
    assertTrue(limits.enter(Set.of("fast")).isPresent());
    assertTrue(limits.enter(Set.of("fast")).isPresent());
    assertTrue(limits.enter(Set.of("fast")).isEmpty());
    assertTrue(limits.enter(Set.of("third")).isPresent());
    assertEquals(4, limits.running());
    slow.get().close();
    assertEquals(3, limits.running());
    assertTrue(limits.enter(Set.of("slow")).isPresent());
    assertTrue(limits.enter(Set.of("fourth")).isEmpty(), "all workers have a job");
  }

  @Test
  void theMoreJobsAreSentAwayTheLaterTheyComeBack() {
    JobLimits limits = new JobLimits(SETTINGS, Duration.ZERO, now::get);
    Optional<JobLimits.Permit> first = limits.enter(Set.of("slow"));
    assertTrue(limits.enter(Set.of("slow")).isEmpty());
    Duration one = limits.delay(Set.of("slow"));
    for (int i = 0; i < 20; i++) {
      assertTrue(limits.enter(Set.of("slow")).isEmpty());
    }
    Duration many = limits.delay(Set.of("slow"));
    assertTrue(many.compareTo(one.multipliedBy(5)) > 0, many::toString);
    for (int i = 0; i < 10_000; i++) {
      assertTrue(limits.enter(Set.of("slow")).isEmpty());
    }
    assertEquals(Duration.ofMinutes(2), limits.delay(Set.of("slow")));
    first.orElseThrow().close();
    assertEquals(one, limits.delay(Set.of("slow")));
  }

  @Test
  void whoIsSentAwayComesBackSoonerToABackendThatIsQuick() {
    JobLimits limits = new JobLimits(SETTINGS, Duration.ZERO, now::get);
    for (int i = 0; i < 50; i++) {
      Optional<JobLimits.Permit> quick = limits.enter(Set.of("slow"));
      now.addAndGet(SECOND / 100);
      quick.orElseThrow().close();
    }
    Optional<JobLimits.Permit> held = limits.enter(Set.of("slow"));
    assertTrue(held.isPresent());
    for (int i = 0; i < 200; i++) {
      assertTrue(limits.enter(Set.of("slow")).isEmpty());
    }
    Duration delay = limits.delay(Set.of("slow"));
    assertTrue(delay.toMillis() >= 2_000 && delay.toMillis() < 2_100, delay::toString);
  }

  @Test
  void retriesWaitLongerEachTimeAndAreSpread() {
    RetrySettings retries = new RetrySettings(Duration.ofSeconds(4), Duration.ofSeconds(60));
    SplittableRandom random = new SplittableRandom(1);
    for (int tries = 1; tries < 100; tries++) {
      long whole = Math.min(60_000, 4_000L << Math.min(tries - 1, 20));
      for (int i = 0; i < 20; i++) {
        long millis = retries.after(tries, random).toMillis();
        assertTrue(millis >= whole / 2 && millis <= whole, tries + ": " + millis);
      }
    }
    Set<Duration> spread = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      spread.add(retries.after(3, random));
    }
    assertTrue(spread.size() > 25, spread::toString);
  }
}
