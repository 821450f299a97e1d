package io.deltas3proxy.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

  private static final long SECOND = 1_000_000_000L;

  /** Any start, also one that overflows on the way. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND);

  private Limits limits(Allowance everyone) {
    return new Limits(new LimitSettings(everyone, Map.of()), nanos::get);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 1000})
  void aSecondsWorthOfRequestsMayComeAtOnceAndNoMore(int rate) {
    Limits limits = limits(new Allowance(rate, 0, 0));
    assertEquals(rate, admitted(limits, rate * 3));
    assertEquals(Limit.REQUESTS_PER_SECOND, refused(limits).limit());
    nanos.addAndGet(SECOND);
    assertEquals(rate, admitted(limits, rate * 3));
    nanos.addAndGet(10 * SECOND);
    assertEquals(rate, admitted(limits, rate * 3));
  }

  @Test
  void aPlainAddressIsItsOwnNetwork() {
    assertEquals("192.0.2.7", Limits.network("192.0.2.7"));
    assertEquals("2001:db8:0:0", Limits.network("2001:db8:0:0:0:0:0:7"));
  }

  @Test
  void theWaitThatIsNamedIsEnough() {
    Limits limits = limits(new Allowance(4, 0, 0));
    assertEquals(4, admitted(limits, 5));
    assertEquals(Duration.ofMillis(250), refused(limits).delay());
    nanos.addAndGet(SECOND / 4);
    assertEquals(1, admitted(limits, 5));
  }

  @Test
  void onlySoManyAreAnsweredAtATime() {
    Limits limits = limits(new Allowance(0, 2, 0));
    Pass first = pass(limits);
    Pass second = pass(limits);
    assertEquals(Limit.CONCURRENT_REQUESTS, refused(limits).limit());
    first.end(0);
    first.end(0);
    Pass third = pass(limits);
    assertEquals(Limit.CONCURRENT_REQUESTS, refused(limits).limit());
    second.end(0);
    third.end(0);
    pass(limits);
    pass(limits);
  }

  @Test
  void aRequestThatIsRefusedHoldsNothing() {
    Limits limits = limits(new Allowance(1, 1, 0));
    pass(limits).end(0);
    assertEquals(Limit.REQUESTS_PER_SECOND, refused(limits).limit());
    nanos.addAndGet(SECOND);
    pass(limits);
  }

  @Test
  void aKeyInDebtIsRefusedUntilItIsPaidBack() {
    Limits limits = limits(new Allowance(0, 0, 1000));
    pass(limits).end(1000);
    pass(limits).end(4500);
    assertEquals(Limit.BYTES_PER_SECOND, refused(limits).limit());
    assertEquals(Duration.ofMillis(4500), refused(limits).delay());
    nanos.addAndGet(4_499_999_999L);
    refused(limits);
    nanos.addAndGet(1);
    pass(limits).end(Long.MAX_VALUE);
    nanos.addAndGet(Long.MAX_VALUE / 2);
    refused(limits);
  }

  @Test
  void keysAreCountedApartAndUsersMayHaveTheirOwnLimits() {
    Limits limits =
        new Limits(
            new LimitSettings(
                new Allowance(1, 0, 0),
                Map.of("batch", new Allowance(3, 0, 0), "free", Allowance.UNLIMITED)),
            nanos::get);
    assertEquals(1, admitted(limits, "AKIA1", "alice", 5));
    assertEquals(1, admitted(limits, "AKIA2", "alice", 5));
    assertEquals(3, admitted(limits, "AKIA3", "batch", 5));
    assertEquals(100, admitted(limits, "AKIA4", "free", 100));
    // A network that is named as a key is, is another.
    assertInstanceOf(Admission.Admitted.class, limits.admitAnonymous("AKIA1"));
    assertInstanceOf(Admission.Refused.class, limits.admitAnonymous("AKIA1"));
  }

  @Test
  void aCrowdOfKeysNeitherFillsTheMemoryNorResetsALimitThatIsReached() {
    Limits limits =
        new Limits(new LimitSettings(new Allowance(1, 0, 0), Map.of()), nanos::get, 100);
    assertEquals(1, admitted(limits, "busy", "u", 2));
    int others = 0;
    for (int i = 0; i < 10_000; i++) {
      others += admitted(limits, "key" + i, "u", 1);
    }
    assertEquals(100, limits.remembered());
    // 99 with a place of their own, and one for all those without.
    assertEquals(100, others);
    assertEquals(0, admitted(limits, "busy", "u", 2));
    nanos.addAndGet(SECOND);
    assertEquals(1, admitted(limits, "late", "u", 2));
    assertEquals(1, admitted(limits, "busy", "u", 2));
    assertTrue(limits.remembered() <= 100);
  }

  @Test
  void aKeyThatIsBeingAnsweredIsNotForgotten() {
    Limits limits = new Limits(new LimitSettings(new Allowance(0, 1, 0), Map.of()), nanos::get, 1);
    Pass held = pass(limits);
    nanos.addAndGet(100 * SECOND);
    assertEquals(1, admitted(limits, "other", "u", 1));
    assertEquals(0, admitted(limits, "key", "user", 1));
    held.end(0);
    assertEquals(1, admitted(limits, "key", "user", 1));
  }

  @Test
  void manyThreadsTogetherGetExactlyWhatOneWould() throws Exception {
    Limits limits = limits(new Allowance(500, 0, 0));
    assertEquals(500, together(() -> admitted(limits, 200)));
  }

  @Test
  void manyThreadsAreNeverMoreThanTheLimitAndAllPlacesComeBack() throws Exception {
    Limits limits = limits(new Allowance(0, 3, 0));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    together(() -> {
      int passed = 0;
      for (int i = 0; i < 2000; i++) {
        if (limits.admit("key", "user") instanceof Admission.Admitted admitted) {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          inside.decrementAndGet();
          admitted.pass().end(1);
          passed++;
        }
      }
      return passed;
    });
    assertTrue(most.get() <= 3, "most at a time: " + most);
    pass(limits);
    pass(limits);
    pass(limits);
    refused(limits);
  }

  @Test
  void threadsThatForgetAndRememberNeverGoOverTheLimit() throws Exception {
    // Each admission at a later second sweeps, so that usages are forgotten all the time.
    Limits limits =
        new Limits(
            new LimitSettings(new Allowance(0, 1, 0), Map.of()), () -> nanos.addAndGet(SECOND), 1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    together(() -> {
      int passed = 0;
      for (int i = 0; i < 5000; i++) {
        if (limits.admit("key", "user") instanceof Admission.Admitted admitted) {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          inside.decrementAndGet();
          admitted.pass().end(1);
          passed++;
        }
        if (limits.admit("other" + i, "user") instanceof Admission.Admitted admitted) {
          admitted.pass().end(1);
        }
      }
      return passed;
    });
    // One by itself, and one among those that share.
    assertTrue(most.get() <= 2, "most at a time: " + most);
  }

  private interface Work {
    int run();
  }

  private static int together(Work work) throws Exception {
    int threads = 8;
    CountDownLatch ready = new CountDownLatch(threads);
    List<Future<Integer>> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        results.add(
            executor.submit(() -> {
              ready.countDown();
              ready.await();
              return work.run();
            }));
      }
      int sum = 0;
      for (Future<Integer> result : results) {
        sum += result.get();
      }
      return sum;
    }
  }

  private static Pass pass(Limits limits) {
    return assertInstanceOf(Admission.Admitted.class, limits.admit("key", "user")).pass();
  }

  private static Admission.Refused refused(Limits limits) {
    return assertInstanceOf(Admission.Refused.class, limits.admit("key", "user"));
  }

  private static int admitted(Limits limits, int attempts) {
    return admitted(limits, "key", "user", attempts);
  }

  private static int admitted(Limits limits, String key, String user, int attempts) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      if (limits.admit(key, user) instanceof Admission.Admitted passed) {
        passed.pass().end(0);
        admitted++;
      }
    }
    return admitted;
  }
}
