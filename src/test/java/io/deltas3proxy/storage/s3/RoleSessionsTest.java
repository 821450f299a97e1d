package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoleSessionsTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-31T12:00:00Z"));
  private final AtomicInteger begun = new AtomicInteger();

  @Test
  void howeverManyAskForOneAtOnceItIsBegunOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    RoleSessions sessions =
        sessions(
            owner -> {
              await(asked);
              return session(owner, Duration.ofHours(1));
            },
            100);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StoreCredentials>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(threads.submit(() -> sessions.of(owner("ada"))));
      }
      asked.countDown();
      for (Future<StoreCredentials> one : all) {
        assertEquals("key-of-ada", one.get().accessKeyId());
      }
    }
    assertEquals(1, begun.get());
  }

  @Test
  void nobodyEverGetsTheSessionOfAnother() throws Exception {
    RoleSessions sessions = sessions(owner -> session(owner, Duration.ofHours(1)), 10);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StoreCredentials>> all = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        String user = "user-" + i * 31 % 40;
        all.add(
            threads.submit(() -> {
              StoreCredentials given = sessions.of(owner(user));
              assertEquals("key-of-" + user, given.accessKeyId());
              return given;
            }));
      }
      for (Future<StoreCredentials> one : all) {
        one.get();
      }
    }
    assertEquals(10, sessions.size());
  }

  @Test
  void ofMoreThanAreKeptTheLongestUnusedGoes() throws Exception {
    RoleSessions sessions = sessions(owner -> session(owner, Duration.ofHours(1)), 2);
    sessions.of(owner("a"));
    sessions.of(owner("b"));
    sessions.of(owner("a"));
    sessions.of(owner("c"));
    sessions.of(owner("a"));
    assertEquals(3, begun.get());
    sessions.of(owner("b"));
    assertEquals(4, begun.get());
  }

  @Test
  void aShortSessionIsUsedForHalfOfItsLife() throws Exception {
    RoleSessions sessions = sessions(owner -> session(owner, Duration.ofMinutes(2)), 2);
    sessions.of(owner("a"));
    clock.advance(Duration.ofSeconds(59));
    sessions.of(owner("a"));
    assertEquals(1, begun.get());
    clock.advance(Duration.ofSeconds(1));
    sessions.of(owner("a"));
    assertEquals(2, begun.get());
  }

  @Test
  void aSessionThatIsOverWhenItComesIsNotKept() throws Exception {
    RoleSessions sessions = sessions(owner -> session(owner, Duration.ofSeconds(-1)), 2);
    sessions.of(owner("a"));
    sessions.of(owner("a"));
    assertEquals(2, begun.get());
  }

  @Test
  void whoWaitsForAFailureIsToldOfItAndTheNextTriesAnew() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    RoleSessions sessions =
        sessions(
            owner -> {
              await(asked);
              throw new StoreException.CallerDenied("no");
            },
            2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<StoreException.CallerDenied>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(
            threads.submit(() ->
                assertThrows(StoreException.CallerDenied.class, () -> sessions.of(owner("ada")))));
      }
      asked.countDown();
      for (Future<StoreException.CallerDenied> one : all) {
        one.get();
      }
    }
    int before = begun.get();
    assertThrows(StoreException.CallerDenied.class, () -> sessions.of(owner("ada")));
    assertEquals(before + 1, begun.get());
    assertEquals(0, sessions.size());
  }

  private RoleSessions sessions(RoleSessions.Source source, int most) {
    return new RoleSessions(
        owner -> {
          begun.incrementAndGet();
          return source.begin(owner);
        },
        clock,
        most,
        Duration.ofSeconds(10));
  }

  private RoleSessions.Session session(RoleSessions.Owner owner, Duration life) {
    return new RoleSessions.Session(
        new StoreCredentials("key-of-" + owner.user(), "secret", "token"),
        clock.instant().plus(life));
  }

  private static RoleSessions.Owner owner(String user) {
    return new RoleSessions.Owner(user, new TreeSet<>());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
