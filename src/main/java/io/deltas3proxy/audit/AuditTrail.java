package io.deltas3proxy.audit;

import java.io.IOException;
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
 * Keeps lines in the order in which they come. Requests put them into a bounded queue, one thread
 * writes them. While they cannot be written, requests are served on, the thread tries again and
 * again, and what finds no room in the queue is lost, counted and said.
 */
public final class AuditTrail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  private static final int MOST_AT_ONCE = 500;
  private static final long PATIENCE_MILLIS = 250;
  private static final long LOOK_MILLIS = 100;
  private static final long RETRY_MILLIS = 1000;
  private static final Duration END = Duration.ofSeconds(10);
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final String name;
  private final Destination destination;
  private final long patienceMillis;
  private final BlockingQueue<String> queue;
  private final Thread writer;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
  private volatile boolean failing;

  AuditTrail(String name, Destination destination, int queue, long patienceMillis) {
    this.name = name;
    this.destination = destination;
    this.patienceMillis = patienceMillis;
    this.queue = new ArrayBlockingQueue<>(queue);
    this.writer = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /**
   * Opens the file.
   *
   * @throws IOException when it cannot be written
   */
  public static AuditTrail open(AuditSettings settings) throws IOException {
    FileTrail file = FileTrail.open(settings);
    return new AuditTrail("audit trail", file, settings.queue(), PATIENCE_MILLIS);
  }

  /**
   * A trail in a database, for which nobody ever waits.
   *
   * @param kept how long rows stay
   * @param queue lines that may wait to be written
   */
  public static AuditTrail in(JdbcAuditRecords records, Duration kept, int queue, Clock clock) {
    StoredTrail stored = new StoredTrail(records, kept, clock);
    return new AuditTrail("audit trail in the database", stored, queue, 0);
  }

  /**
   * Adds a line. Waits a moment when the queue of a file is full, unless it cannot be written.
   *
   * @param line without a line feed in it
   */
  public void add(String line) {
    try {
      if (stop.getCount() > 0
          && (queue.offer(line)
              || (!failing && queue.offer(line, patienceMillis, TimeUnit.MILLISECONDS)))) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lose(1);
  }

  private void lose(int lines) {
    long sum = lost.addAndGet(lines);
    long quiet = quietUntil.get();
    long now = System.nanoTime();
    if (now - quiet >= 0 && quietUntil.compareAndSet(quiet, now + QUIET_NANOS)) {
      LOG.error("The {} has lost {} lines since the start", name, sum);
    }
  }

  private void run() {
    List<String> lines = new ArrayList<>();
    boolean more = true;
    while (more) {
      try {
        // Asked before the queue is: what was added before the end is written.
        boolean ending = stop.getCount() == 0;
        tend();
        String first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          more = !ending;
          continue;
        }
        lines.add(first);
        queue.drainTo(lines, MOST_AT_ONCE - 1);
        write(lines);
        lines.clear();
      } catch (InterruptedException e) {
        more = false;
      }
    }
    closeDestination();
  }

  private void tend() {
    try {
      destination.tend();
    } catch (IOException | RuntimeException e) {
      failures.incrementAndGet();
      LOG.warn("What is due in the {} was not done", name, e);
    }
  }

  /** Writes until it succeeds, or until the end. */
  private void write(List<String> lines) throws InterruptedException {
    while (true) {
      boolean last = stop.getCount() == 0;
      try {
        destination.append(lines);
        written.addAndGet(lines.size());
        if (failing) {
          LOG.warn("The {} is written again", name);
          failing = false;
        }
        return;
      } catch (IOException | RuntimeException e) {
        failures.incrementAndGet();
        if (!failing) {
          LOG.error("The {} cannot be written; requests are served on", name, e);
        }
        failing = true;
      }
      if (last) {
        lose(lines.size());
        return;
      }
      var unused = stop.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void closeDestination() {
    try {
      destination.close();
    } catch (IOException e) {
      LOG.error("The {} could not be closed", name, e);
    }
  }

  /** What has become of the lines so far. */
  public AuditStatistics statistics() {
    return new AuditStatistics(written.get(), lost.get(), failures.get(), queue.size());
  }

  /** Writes what waits, for a bounded time, and ends. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!writer.join(END)) {
        LOG.error("The {} ends with {} lines that were not written", name, queue.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
