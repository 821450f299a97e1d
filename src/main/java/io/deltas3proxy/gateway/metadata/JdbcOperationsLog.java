package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Operation;
import io.deltas3proxy.gateway.OperationsLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in the table {@code operations_log}. Requests put operations into a bounded queue, one
 * thread writes them, many in one transaction. While the database takes none it tries again and
 * again; what finds no room meanwhile is lost, counted and said.
 */
public final class JdbcOperationsLog implements OperationsLog, AutoCloseable {

  /**
   * How the log is kept.
   *
   * @param queue operations that may wait to be written
   * @param patience how long a request waits for room among them
   * @param kept how long rows stay
   */
  public record Settings(int queue, Duration patience, Duration kept) {
    public Settings {
      if (queue < 1 || patience.isNegative() || kept.toMillis() < 1) {
        throw new IllegalArgumentException("a log that keeps nothing");
      }
    }

    /** For so many days. */
    public static Settings days(int days) {
      return new Settings(20_000, Duration.ofMillis(250), Duration.ofDays(days));
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(JdbcOperationsLog.class);

  private static final int MOST_AT_ONCE = 500;
  private static final int MOST_REMOVED = 1000;
  private static final long LOOK_MILLIS = 100;
  private static final long RETRY_MILLIS = 500;
  private static final Duration BETWEEN_REMOVALS = Duration.ofSeconds(5);
  private static final Duration END = Duration.ofSeconds(10);
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final JdbcOperations rows;
  private final Settings settings;
  private final Clock clock;
  private final BlockingQueue<Operation> queue;
  private final Thread writer;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
  private volatile boolean failing;
  private long removalDue = System.nanoTime();

  public JdbcOperationsLog(Database database, Settings settings, Clock clock) {
    this.rows = new JdbcOperations(database);
    this.settings = settings;
    this.clock = clock;
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.writer = Thread.ofPlatform().name("operations log").daemon().start(this::run);
  }

  @Override
  public void record(Operation operation) {
    try {
      // While nothing is written nobody waits: the log shall not hold up what it tells of.
      long patience = failing ? 0 : settings.patience().toMillis();
      if (stop.getCount() > 0
          && (queue.offer(operation) || queue.offer(operation, patience, TimeUnit.MILLISECONDS))) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lose(1);
  }

  private void lose(int operations) {
    long sum = lost.addAndGet(operations);
    long quiet = quietUntil.get();
    long now = System.nanoTime();
    if (now - quiet >= 0 && quietUntil.compareAndSet(quiet, now + QUIET_NANOS)) {
      LOG.error("The operations log has lost {} operations since the start", sum);
    }
  }

  @Override
  public Page find(Filter filter, int most) throws MetadataUnavailableException {
    return rows.find(filter, most);
  }

  public OperationsStatistics statistics() {
    return new OperationsStatistics(written.get(), lost.get(), failures.get(), queue.size());
  }

  private void run() {
    List<Operation> batch = new ArrayList<>();
    boolean more = true;
    while (more) {
      try {
        // Asked before the queue is: what was added before the end is written.
        boolean ending = stop.getCount() == 0;
        removeOld(ending);
        Operation first = queue.poll(ending ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          more = !ending;
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, MOST_AT_ONCE - 1);
        write(batch);
        batch.clear();
      } catch (InterruptedException e) {
        more = false;
      }
    }
  }

  /** Writes until it succeeds, or until the end. */
  private void write(List<Operation> batch) throws InterruptedException {
    while (true) {
      boolean last = stop.getCount() == 0;
      try {
        rows.add(batch);
        written.addAndGet(batch.size());
        if (failing) {
          LOG.warn("The operations log is written again");
          failing = false;
        }
        return;
      } catch (MetadataUnavailableException | RuntimeException e) {
        failures.incrementAndGet();
        if (!failing) {
          LOG.error("The operations log cannot be written; requests are served on", e);
        }
        failing = true;
      }
      if (last) {
        lose(batch.size());
        return;
      }
      boolean unused = stop.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** A bounded number now and then; all instances do it, and find nothing where one has been. */
  private void removeOld(boolean ending) {
    if (ending || System.nanoTime() - removalDue < 0) {
      return;
    }
    try {
      int removed = rows.removeBefore(clock.instant().minus(settings.kept()), MOST_REMOVED);
      removalDue = System.nanoTime() + (removed == MOST_REMOVED ? 0 : BETWEEN_REMOVALS.toNanos());
    } catch (MetadataUnavailableException | RuntimeException e) {
      LOG.warn("Old rows of the operations log were not removed", e);
      removalDue = System.nanoTime() + BETWEEN_REMOVALS.toNanos();
    }
  }

  /** Writes what waits, for a bounded time, and ends. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!writer.join(END)) {
        LOG.error("The operations log ends with {} operations unwritten", queue.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
