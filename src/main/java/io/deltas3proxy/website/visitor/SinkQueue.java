package io.deltas3proxy.website.visitor;

import io.deltas3proxy.metrics.VisitSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Visits that wait for one sink, and the thread that brings them there. Whoever adds one never
 * waits: what finds no room is dropped and counted.
 */
final class SinkQueue {

  private static final Logger LOG = LoggerFactory.getLogger(SinkQueue.class);
  private static final long LOOK_MILLIS = 100;
  private static final Duration INTERRUPTED_END = Duration.ofSeconds(1);

  /** A visit with the moment that is its own. */
  record Waiting(Visit visit, long nanos) {}

  private final String name;
  private final QueueSettings settings;
  private final Function<Waiting, PublishedVisit> described;
  private final VisitSink sink;
  private final Delivery delivery;
  private final BlockingQueue<Waiting> queue;
  private final SinkCounts counts = new SinkCounts();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Starts it.
   *
   * @param described makes of a visit what is published
   */
  SinkQueue(
      String name,
      VisitSink sink,
      QueueSettings settings,
      Function<Waiting, PublishedVisit> described) {
    this.name = name;
    this.settings = settings;
    this.described = described;
    this.sink = sink;
    this.delivery = new Delivery(name, sink, settings, counts, stop);
    this.queue = new ArrayBlockingQueue<>(settings.capacity());
    this.thread = Thread.ofPlatform().name("visits to " + name).daemon().start(this::run);
  }

  void add(Waiting visit) {
    if (stop.getCount() == 0 || !queue.offer(visit)) {
      counts.dropped.incrementAndGet();
    }
  }

  private void run() {
    List<Waiting> taken = new ArrayList<>();
    try {
      boolean more = true;
      while (more) {
        // Asked before the queue is: what was added before the end is published.
        boolean ending = stop.getCount() == 0;
        Waiting first = queue.poll(ending ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          more = !ending;
          continue;
        }
        taken.add(first);
        queue.drainTo(taken, settings.batch() - 1);
        bring(taken);
        taken.clear();
      }
    } catch (InterruptedException e) {
      counts.failed.addAndGet(taken.size());
    }
    sink.close();
  }

  private void bring(List<Waiting> taken) throws InterruptedException {
    List<PublishedVisit> visits;
    try {
      visits = taken.stream().map(described).toList();
    } catch (RuntimeException e) {
      // This thread must not end: nothing would be published any more.
      counts.failed.addAndGet(taken.size());
      LOG.error("{} visits cannot be described", taken.size(), e);
      return;
    }
    delivery.bring(visits);
  }

  VisitSample sample() {
    return counts.sample(name, queue.size());
  }

  /** Lets the thread publish what waits and end; returns at once. */
  void end() {
    stop.countDown();
  }

  /**
   * Waits for the end that {@link #end} began, a little longer than to a moment.
   *
   * @param deadline as {@link System#nanoTime} tells it
   */
  void await(long deadline) {
    try {
      if (thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        return;
      }
      thread.interrupt();
      var unused = thread.join(INTERRUPTED_END);
      LOG.warn("The end does not wait for {}, where {} visits are still to go", name, queue.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
