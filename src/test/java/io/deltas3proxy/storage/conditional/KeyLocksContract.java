package io.deltas3proxy.storage.conditional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What leases promise, over each database; two instances share it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class KeyLocksContract {

  private static final ObjectAddress KEY = new ObjectAddress("lake", "t/_delta_log/1.json");

  private static final Duration LONG = Duration.ofSeconds(10);

  /** For whoever shall not get it. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private final AtomicLong nanos = new AtomicLong();
  private Database first;
  private Database second;
  private JdbcKeyLocks one;
  private JdbcKeyLocks two;

  abstract DatabaseAddress address();

  @BeforeEach
  void open() throws Exception {
    DatabaseAddress address = address();
    first = Database.open(TestDatabases.settings(address));
    second = Database.open(TestDatabases.settings(address));
    one = new JdbcKeyLocks(first, Clock.systemUTC(), nanos::get, LONG);
    two = new JdbcKeyLocks(second, Clock.systemUTC(), nanos::get, SHORT);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void oneAtATimeHoldsALease() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger leases = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        JdbcKeyLocks locks = i % 2 == 0 ? one : two;
        Callable<Boolean> holder =
            () -> {
              for (int round = 0; round < 10; round++) {
                try (KeyLocks.Lease lease = locks.acquire("s", KEY)) {
                  if (holders.incrementAndGet() != 1 || !lease.holds()) {
                    return false;
                  }
                  leases.incrementAndGet();
                  holders.decrementAndGet();
                } catch (StoreException.Conflict e) {
                  // Others were luckier for ten seconds.
                }
              }
              return true;
            };
        all.add(threads.submit(holder));
      }
      for (Future<Boolean> each : all) {
        assertTrue(each.get());
      }
    }
    assertTrue(leases.get() >= 10, () -> leases + " leases");
  }

  @Test
  void otherObjectsAreNotHeldBack() throws Exception {
    try (KeyLocks.Lease held = one.acquire("s", KEY);
        KeyLocks.Lease otherKey = two.acquire("s", new ObjectAddress("lake", "t/2.json"));
        KeyLocks.Lease otherBucket = two.acquire("s", new ObjectAddress("sea", KEY.key()));
        KeyLocks.Lease otherStore = two.acquire("r", KEY)) {
      assertTrue(held.holds() && otherKey.holds() && otherBucket.holds() && otherStore.holds());
    }
  }

  @Test
  void anAbandonedLeaseIsTakenOverOnlyWhenItsHolderCannotWriteAnyMore() throws Exception {
    KeyLocks.Lease lost = one.acquire("s", KEY);
    lost.abandon();
    lost.close();
    assertThrows(StoreException.Conflict.class, () -> two.acquire("s", KEY));
    nanos.addAndGet(JdbcKeyLocks.HOLDS.toNanos() - 1);
    assertTrue(lost.holds());
    nanos.addAndGet(2);
    assertFalse(lost.holds());
    nanos.addAndGet(JdbcKeyLocks.TAKEN_OVER.minus(JdbcKeyLocks.HOLDS).toNanos());
    try (KeyLocks.Lease next = two.acquire("s", KEY)) {
      assertTrue(next.holds());
      lost.close();
    }
    one.acquire("s", KEY).close();
  }

  @Test
  void locksThatNobodyGaveBackAreRemovedADayLater() throws Exception {
    SettableClock clock = new SettableClock(Instant.parse("2026-03-01T00:00:00Z"));
    JdbcKeyLocks locks = new JdbcKeyLocks(first, clock, nanos::get, SHORT);
    ObjectAddress other = new ObjectAddress("lake", "t/2.json");
    KeyLocks.Lease lost = locks.acquire("s", KEY);
    lost.abandon();
    lost.close();
    clock.advance(Duration.ofDays(1));
    locks.sweep();
    assertThrows(StoreException.Conflict.class, () -> locks.acquire("s", KEY));
    clock.advance(Duration.ofMinutes(1));
    try (KeyLocks.Lease held = locks.acquire("s", other)) {
      locks.sweep();
      assertTrue(held.holds());
      assertThrows(StoreException.Conflict.class, () -> locks.acquire("s", other));
    }
    locks.acquire("s", KEY).close();
  }

  @Test
  void aDatabaseThatDoesNotAnswerGivesNoLease() {
    first.close();
    assertThrows(StoreException.Unavailable.class, () -> one.acquire("s", KEY));
    assertEquals(0, nanos.get());
  }
}
