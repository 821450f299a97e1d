package io.deltas3proxy.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseTimeouts;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresqlAuditRecordsIT extends AuditRecordsContract {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final DatabaseTimeouts SHORT =
      new DatabaseTimeouts(Duration.ofMillis(1000), Duration.ofMillis(500));
  private static final int QUEUE = 100;

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.postgresql();
  }

  private static String line(int number) {
    return "{\"time\":\"2026-03-01T10:00:00Z\",\"id\":\"" + number + "\"}";
  }

  private static void cut(TcpGate gate, boolean stalled) throws Exception {
    if (stalled) {
      gate.stall();
    } else {
      gate.cut();
    }
  }

  /** Nobody waits, what finds no room is counted, and what did is there in the end. */
  private void failsAndMends(boolean stalled) throws Exception {
    String name = TestDatabases.postgresqlName();
    try (TcpGate gate = new TcpGate(TestDatabases.postgresqlPort());
        Database database =
            Database.open(
                TestDatabases.settings(TestDatabases.postgresql(gate.port(), name), 2, SHORT))) {
      JdbcAuditRecords records = new JdbcAuditRecords(database);
      AuditTrail trail = AuditTrail.in(records, Duration.ofDays(1), QUEUE, new SettableClock(NOW));
      trail.add(line(0));
      until(() -> trail.statistics().written() == 1);
      cut(gate, stalled);
      trail.add(line(1));
      until(() -> trail.statistics().failures() > 0);
      long start = System.nanoTime();
      for (int i = 0; i < 10_000; i++) {
        trail.add(line(2 + i));
      }
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos(), "somebody waited");
      assertTrue(trail.statistics().lost() >= 10_000 - QUEUE, trail.statistics().toString());
      AuditSearch search =
          new AuditSearch(null, null, null, new AuditSearch.Period(null, null), null, 1000);
      assertThrows(AuditUnavailableException.class, () -> records.find(search));
      gate.open();
      until(() -> trail.statistics().waiting() == 0 && trail.statistics().written() > 2);
      trail.close();
      assertEquals(10_002, trail.statistics().written() + trail.statistics().lost());
      assertEquals(trail.statistics().written(), records.find(search).records().size());
    }
  }

  /** A condition of another thread. */
  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }

  private static void until(Condition condition) {
    while (!condition.holds()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aDatabaseThatEndsHoldsUpNobody() throws Exception {
    failsAndMends(false);
  }

  @Test
  void aDatabaseThatHangsHoldsUpNobody() throws Exception {
    failsAndMends(true);
  }
}
