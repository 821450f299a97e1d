package io.deltas3proxy.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseTimeouts;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A PostgreSQL that fails: nobody comes in who should not, and it mends by itself. */
@Timeout(60)
class DatabaseFaultsIT {

  private static final DatabaseTimeouts SHORT =
      new DatabaseTimeouts(Duration.ofMillis(1000), Duration.ofMillis(300));
  private static final int CONNECTIONS = 3;

  private TcpGate gate;
  private Instance healthy;
  private Instance instance;
  private NewAccessKey known;
  private NewAccessKey fresh;

  @BeforeEach
  void start() throws Exception {
    DatabaseAddress address = TestDatabases.postgresql();
    gate = new TcpGate(TestDatabases.postgresqlPort());
    String name = address.url().substring(address.url().lastIndexOf('/') + 1);
    healthy = new Instance(TestDatabases.settings(address), Clock.systemUTC());
    instance =
        new Instance(
            TestDatabases.settings(TestDatabases.postgresql(gate.port(), name), CONNECTIONS, SHORT),
            Clock.systemUTC());
    for (String user : List.of("alice", "bob")) {
      healthy.store.addUser(user);
    }
    known = healthy.store.createKey("alice", null);
    fresh = healthy.store.createKey("bob", null);
    instance.revision.confirm();
    assertEquals("alice[]", instance.who(known));
  }

  @AfterEach
  void stop() throws Exception {
    instance.close();
    healthy.close();
    gate.close();
  }

  private void nobodyIsLetIn() {
    assertThrows(AccountsUnavailableException.class, () -> instance.who(known));
    assertThrows(AccountsUnavailableException.class, () -> instance.who(fresh));
    assertThrows(AccountsUnavailableException.class, () -> instance.accounts.of("nobody"));
  }

  private void onlyTheKnownGoOn() throws AccountsUnavailableException {
    assertEquals("alice[]", instance.who(known));
    assertThrows(AccountsUnavailableException.class, () -> instance.who(fresh));
    // Not kept: neither as a denial nor in place of the next answer.
    assertThrows(AccountsUnavailableException.class, () -> instance.who(fresh));
  }

  private void failsAndMends() throws Exception {
    assertThrows(AccountsUnavailableException.class, instance.revision::confirm);
    onlyTheKnownGoOn();
    instance.pass(Instance.BOUND.plusNanos(1));
    nobodyIsLetIn();
    healthy.store.setUserDisabled("alice", true);
    gate.open();
    nobodyIsLetIn();
    instance.revision.confirm();
    assertEquals("unknown", atLast(known));
    assertEquals("bob[]", atLast(fresh));
  }

  /** The pool tries again to connect after a pause of its own. */
  private String atLast(NewAccessKey key) {
    while (true) {
      try {
        return instance.who(key);
      } catch (AccountsUnavailableException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aDatabaseThatIsKilledClosesTheDoorWithinTheBound() throws Exception {
    gate.cut();
    failsAndMends();
  }

  @Test
  void whoIsNotKnownWaitsForOneTimeoutOfADatabaseThatIsKilled() throws Exception {
    gate.cut();
    assertThrows(AccountsUnavailableException.class, () -> instance.who(fresh));
    long before = instance.database.poolUse().timeouts();
    assertThrows(AccountsUnavailableException.class, () -> instance.who(fresh));
    assertEquals(1, instance.database.poolUse().timeouts() - before);
  }

  @Test
  void aDatabaseThatHangsClosesTheDoorWithinTheBound() throws Exception {
    gate.stall();
    failsAndMends();
  }

  @Test
  void aCrowdThatAsksAHangingDatabaseIsAnsweredInTime() throws Exception {
    gate.stall();
    List<Future<Boolean>> crowd = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        String id = "AKIA" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(i % 32) + "A".repeat(15);
        crowd.add(
            threads.submit(() -> {
              assertThrows(AccountsUnavailableException.class, () -> instance.who(id));
              return instance.who(known).equals("alice[]");
            }));
      }
      for (Future<Boolean> one : crowd) {
        assertTrue(one.get());
      }
    }
    gate.open();
    instance.revision.confirm();
    assertEquals("bob[]", atLast(fresh));
  }

  @Test
  void anEmptyPoolLetsTheKnownGoOnAsLongAsItTakes() throws Exception {
    CountDownLatch taken = new CountDownLatch(CONNECTIONS);
    CountDownLatch over = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        var unused =
            threads.submit(() ->
                instance.database.<Boolean, InterruptedException>read(connection -> {
                  taken.countDown();
                  over.await();
                  return true;
                }));
      }
      taken.await();
      for (int rounds = 0; rounds < 3; rounds++) {
        onlyTheKnownGoOn();
        instance.pass(Instance.BOUND);
        instance.revision.confirm();
      }
      over.countDown();
    }
    assertEquals("bob[]", instance.who(fresh));
  }

  @Test
  void aTableThatIsLockedIsNotTakenForAnEmptyOne() throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var unused =
          threads.submit(() ->
              healthy.database.<Boolean, InterruptedException>write(connection -> {
                try (Statement statement = connection.createStatement()) {
                  statement.execute("LOCK TABLE access_keys IN ACCESS EXCLUSIVE MODE");
                }
                locked.countDown();
                over.await();
                return true;
              }));
      locked.await();
      onlyTheKnownGoOn();
      over.countDown();
    }
    assertEquals("bob[]", instance.who(fresh));
  }

  @Test
  void aChangeIsKnownAtOnceAndAlsoAfterTheConnectionWasLost() throws Exception {
    // Longer than the test may take: only a notification can tell.
    instance.revision.follow(Duration.ofMinutes(10));
    long before = instance.revision.current();
    healthy.store.setUserDisabled("alice", true);
    while (instance.revision.current() == before) {
      Thread.onSpinWait();
    }
    assertEquals("unknown", instance.who(known));
  }

  @Test
  void followingMendsByItself() throws Exception {
    instance.revision.follow(Duration.ofMillis(50));
    gate.cut();
    healthy.store.setUserDisabled("alice", true);
    gate.open();
    while (!atLast(known).equals("unknown")) {
      Thread.onSpinWait();
    }
    assertEquals("bob[]", atLast(fresh));
  }
}
