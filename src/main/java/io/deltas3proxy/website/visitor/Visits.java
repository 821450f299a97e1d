package io.deltas3proxy.website.visitor;

import io.deltas3proxy.http.IpAddresses;
import io.deltas3proxy.metrics.VisitSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Takes one record for each request and gives it to every sink, without waiting for any. */
public final class Visits implements AutoCloseable {

  /** Without sinks: nothing is recorded. */
  public static final Visits NONE =
      new Visits(Map.of(), QueueSettings.of(1), Geography.NONE, false);

  private final Geography geography;
  private final boolean anonymous;
  private final List<SinkQueue> sinks;
  private final Duration end;
  private final AtomicLong last = new AtomicLong();

  /**
   * Starts a thread for each sink.
   *
   * @param sinks by the names that metrics have for them
   * @param queue of each sink
   * @param anonymous whether addresses are cut before they leave this process
   */
  Visits(
      Map<String, VisitSink> sinks, QueueSettings queue, Geography geography, boolean anonymous) {
    this.geography = geography;
    this.anonymous = anonymous;
    this.end = queue.end();
    this.sinks =
        sinks.entrySet().stream()
            .map(sink -> new SinkQueue(sink.getKey(), sink.getValue(), queue, this::describe))
            .toList();
  }

  /** Records a visit. Never waits; what a sink has no room for is dropped and counted. */
  public void record(Visit visit) {
    if (sinks.isEmpty()) {
      return;
    }
    long came = nanos(visit.time());
    // Databases of time series take two records of one moment for one record.
    long own = last.updateAndGet(before -> Math.max(before + 1, came));
    SinkQueue.Waiting waiting = new SinkQueue.Waiting(visit, own);
    sinks.forEach(sink -> sink.add(waiting));
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  private PublishedVisit describe(SinkQueue.Waiting waiting) {
    String address = waiting.visit().asked().address();
    Location location = IpAddresses.parse(address).map(geography::locate).orElse(Location.UNKNOWN);
    String shown = anonymous ? Anonymizer.cut(address) : address;
    return new PublishedVisit(waiting.visit(), waiting.nanos(), shown, location);
  }

  /** What has become of the visits so far, for each sink. */
  public List<VisitSample> samples() {
    return sinks.stream().map(SinkQueue::sample).toList();
  }

  /** Publishes what waits, for a bounded time, and ends. */
  @Override
  public void close() {
    sinks.forEach(SinkQueue::end);
    long deadline = System.nanoTime() + end.toNanos();
    sinks.forEach(sink -> sink.await(deadline));
  }
}
