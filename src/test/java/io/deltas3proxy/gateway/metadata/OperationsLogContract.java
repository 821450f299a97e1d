package io.deltas3proxy.gateway.metadata;

import static io.deltas3proxy.gateway.metadata.MetadataFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Operation;
import io.deltas3proxy.gateway.OperationsLog.Filter;
import io.deltas3proxy.gateway.OperationsLog.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations log, whichever database keeps it. */
@Timeout(120)
abstract class OperationsLogContract {

  private static final Filter ALL = new Filter(null, null, null, null, null, null, null, null);

  private MetadataFixture fixture;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    fixture = new MetadataFixture(newAddress());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private JdbcOperationsLog log(int queue, Duration patience) {
    return new JdbcOperationsLog(
        fixture.database,
        new JdbcOperationsLog.Settings(queue, patience, Duration.ofDays(30)),
        fixture.clock);
  }

  private static Operation operation(String id, String type, String bucket, String key, int code) {
    return new Operation(
        type,
        bucket,
        key,
        new Operation.Who("user-" + code, "AKIA", "agent/1", "10.0.0.1"),
        "FI-HEL-ST-1",
        id,
        code,
        12,
        34,
        code < 400 ? null : "refused",
        "{\"replicas\":2}",
        NOW.plusSeconds(Integer.parseInt(id)));
  }

  private static Operation bare(String id, Instant when) {
    return new Operation(
        "ListBuckets",
        "",
        null,
        new Operation.Who(null, null, null, "::1"),
        null,
        id,
        200,
        0,
        0,
        null,
        null,
        when);
  }

  private Page find(Filter filter, int most) throws Exception {
    return new JdbcOperations(fixture.database).find(filter, most);
  }

  private List<String> ids(Filter filter) throws Exception {
    return find(filter, 100).operations().stream().map(Operation::requestId).toList();
  }

  @Test
  void everyOperationIsLoggedWithAllOfItsColumns() throws Exception {
    Operation full = operation("1", "PutObject", "data", "a/\ud83d\ude00", 200);
    Operation bare = bare("2", NOW.plusSeconds(2));
    try (JdbcOperationsLog log = log(100, Duration.ofSeconds(10))) {
      log.record(full);
      log.record(bare);
    }
    assertEquals(List.of(bare, full), find(ALL, 10).operations());
    assertNull(find(ALL, 10).next());
  }

  @Test
  void whatCallersSendCannotStopTheLog() throws Exception {
    Operation odd =
        new Operation(
            "GetObject",
            "data",
            "a\0b\ud83d",
            new Operation.Who("u\0", null, "x".repeat(100_000), "10.0.0.1"),
            null,
            "1",
            400,
            0,
            0,
            "\0",
            null,
            NOW);
    try (JdbcOperationsLog log = log(100, Duration.ofSeconds(10))) {
      log.record(odd);
    }
    Operation logged = find(ALL, 10).operations().getFirst();
    assertEquals("a\ufffdb\ufffd", logged.key());
    assertEquals(2048, String.valueOf(logged.who().userAgent()).length());
  }

  @Test
  void operationsAreFoundByWhatIsAskedFor() throws Exception {
    try (JdbcOperationsLog log = log(100, Duration.ofSeconds(10))) {
      log.record(operation("1", "PutObject", "data", "a/1", 200));
      log.record(operation("2", "GetObject", "data", "a/2", 404));
      log.record(operation("3", "GetObject", "other", "b", 200));
      log.record(operation("4", "GetObject", "data", "b", 503));
    }
    assertEquals(List.of("4", "3", "2", "1"), ids(ALL));
    assertEquals(
        List.of("4", "3", "2"),
        ids(new Filter("GetObject", null, null, null, null, null, null, null)));
    assertEquals(
        List.of("4", "2", "1"), ids(new Filter(null, "data", null, null, null, null, null, null)));
    assertEquals(
        List.of("2", "1"), ids(new Filter(null, "data", "a/", null, null, null, null, null)));
    assertEquals(
        List.of("2"), ids(new Filter(null, null, null, "user-404", null, null, null, null)));
    assertEquals(List.of("2"), ids(new Filter(null, null, null, null, 404, null, null, null)));
    assertEquals(List.of("3", "1"), ids(new Filter(null, null, null, null, 200, null, null, null)));
    assertEquals(
        List.of("3", "2"),
        ids(
            new Filter(
                null, null, null, null, null, NOW.plusSeconds(2), NOW.plusSeconds(4), null)));
    assertEquals(
        List.of(), ids(new Filter("x' OR '1'='1", "\0", null, null, null, null, null, null)));
  }

  @Test
  void pagesFollowEachOtherThoughTimesAreTheSame() throws Exception {
    try (JdbcOperationsLog log = log(100, Duration.ofSeconds(10))) {
      IntStream.range(0, 25).forEach(i -> log.record(bare("" + i, NOW.plusMillis(i / 10))));
    }
    List<String> seen = new ArrayList<>();
    @Nullable Long before = null;
    do {
      Page page = find(new Filter(null, null, null, null, null, null, null, before), 4);
      page.operations().forEach(operation -> seen.add(operation.requestId()));
      before = page.next();
    } while (before != null);
    assertEquals(IntStream.range(0, 25).mapToObj(i -> "" + (24 - i)).toList(), seen);
    assertEquals(List.of(), ids(new Filter(null, null, null, null, null, null, null, 1_000_000L)));
  }

  @Test
  void allThatManyThreadsLogIsWrittenBeforeTheEnd() throws Exception {
    JdbcOperationsLog log = log(16, Duration.ofSeconds(60));
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> IntStream.range(0, 250).forEach(i -> log.record(bare("" + i, NOW)))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    log.close();
    assertEquals(new OperationsStatistics(1000, 0, 0, 0), log.statistics());
    log.record(bare("late", NOW));
    assertEquals(1, log.statistics().lost());
  }

  @Test
  void oldOperationsAreRemoved() throws Exception {
    JdbcOperations rows = new JdbcOperations(fixture.database);
    rows.add(IntStream.range(0, 10).mapToObj(i -> bare("" + i, NOW.plusSeconds(i))).toList());
    assertEquals(3, rows.removeBefore(NOW.plusSeconds(8), 3));
    assertEquals(5, rows.removeBefore(NOW.plusSeconds(8), 100));
    assertEquals(List.of("9", "8"), ids(ALL));
    fixture.clock.advance(Duration.ofDays(31));
    try (JdbcOperationsLog log = log(100, Duration.ofSeconds(10))) {
      while (!ids(ALL).isEmpty()) {
        Thread.onSpinWait();
      }
      assertTrue(log.statistics().waiting() == 0);
    }
  }
}
