package io.deltas3proxy.gateway.object;

import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one body to several places at once, read once and never held whole. The calling thread
 * reads it; each place has a virtual thread of its own. A place that fails, or that delays the
 * others for too long, drops out, as long as enough are left.
 *
 * @param <T> a place
 */
final class FanOut<T> {

  /** Bytes of one buffer. */
  static final int SLOT_BYTES = 64 * 1024;

  /** Buffers of one body, at most. */
  static final int SLOTS = 8;

  /** Stores what it reads at a place, or fails. */
  @FunctionalInterface
  interface Sender<T> {
    WrittenObject send(T place, InputStream body) throws IOException;
  }

  /** What the one who writes says meanwhile, all on the calling thread. */
  interface Course<T> {

    /** Bytes that are about to be sent. */
    void seen(byte[] bytes, int length);

    /** The body has ended: throws when it is not what it should be, so that nobody stores it. */
    void ended() throws IOException;

    /** Called now and then while the body is sent. */
    void goesOn() throws IOException;

    /** A place that takes over from one that failed before it got a byte of the body. */
    Optional<T> replacement(T failed) throws IOException;
  }

  /**
   * What became of one place.
   *
   * @param written what it said; {@code null} where it failed
   * @param failure why it failed; {@code null} where it did not
   */
  record Outcome<T>(T place, @Nullable WrittenObject written, @Nullable Exception failure) {}

  /**
   * How places are treated.
   *
   * @param fewest places that must be left, 1 or more
   * @param delay how long slow ones may delay the others, in all
   * @param silence the longest time between two calls of {@link Course#goesOn}
   */
  record Limits(int fewest, Duration delay, Duration silence) {}

  private final Sender<T> sender;
  private final Course<T> course;
  private final Limits limits;
  private final BodyRing ring = new BodyRing(SLOTS, SLOT_BYTES);
  private final BlockingQueue<Outcome<T>> reports = new LinkedBlockingQueue<>();
  private final Map<T, BodyRing.Reader> running = new LinkedHashMap<>();
  private final Map<T, Outcome<T>> outcomes = new LinkedHashMap<>();
  private long delayedNanos;

  FanOut(Sender<T> sender, Course<T> course, Limits limits) {
    this.sender = sender;
    this.course = course;
    this.limits = limits;
  }

  /**
   * Sends a body.
   *
   * @return what became of every place, also those that took over; those that stored it may be
   *     fewer than enough
   * @throws IOException what reading or judging the body threw; then no place stores it
   */
  List<Outcome<T>> send(List<T> places, InputStream body) throws IOException {
    boolean whole = false;
    try {
      places.forEach(this::start);
      whole = pump(body);
      if (whole) {
        course.ended();
        ring.end();
      }
      if (!whole) {
        ring.fail(new IOException("too few places are left"));
      }
      awaitReports(whole);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a body was sent", e);
    } finally {
      ring.fail(new IOException("the body is given up"));
    }
    return List.copyOf(outcomes.values());
  }

  private void start(T place) {
    ring.join()
        .ifPresent(reader -> {
          running.put(place, reader);
          Thread.ofVirtual().name("gateway-write").start(() -> run(place, reader));
        });
  }

  private void run(T place, BodyRing.Reader reader) {
    Outcome<T> outcome;
    try {
      outcome = new Outcome<>(place, sender.send(place, reader), null);
    } catch (IOException | RuntimeException e) {
      outcome = new Outcome<>(place, null, e);
    }
    reports.add(outcome);
    ring.wake();
  }

  /** Reads the body to its end; false when too few places are left. */
  private boolean pump(InputStream body) throws IOException, InterruptedException {
    while (true) {
      for (Outcome<T> report = reports.poll(); report != null; report = reports.poll()) {
        note(early(report));
      }
      if (running.size() < limits.fewest()) {
        return false;
      }
      course.goesOn();
      if (awaitRoom() && reports.isEmpty() && !ring.fill(body, course::seen)) {
        return true;
      }
    }
  }

  /** Nothing is stored before its end was seen. */
  private static <T> Outcome<T> early(Outcome<T> report) {
    return report.written() == null
        ? report
        : new Outcome<>(report.place(), null, new IOException("stored before the body had ended"));
  }

  private boolean awaitRoom() throws InterruptedException {
    long since = System.nanoTime();
    boolean room = ring.awaitRoom(limits.silence());
    List<BodyRing.Reader> slowest = ring.slowest();
    if (slowest.size() < running.size()) {
      delayedNanos += System.nanoTime() - since;
    }
    boolean late = !room && delayedNanos > limits.delay().toNanos();
    if (late && running.size() - slowest.size() >= limits.fewest()) {
      for (T place : List.copyOf(running.keySet())) {
        if (slowest.contains(running.get(place))) {
          drop(place);
        }
      }
    }
    return room;
  }

  /** The others go on without it. */
  private void drop(T place) {
    BodyRing.Reader reader = running.remove(place);
    if (reader != null) {
      reader.dismiss("too slow");
      outcomes.putIfAbsent(place, new Outcome<>(place, null, new IOException("too slow")));
    }
  }

  private void note(Outcome<T> report) throws IOException {
    BodyRing.Reader reader = running.remove(report.place());
    if (reader == null) {
      return;
    }
    reader.close();
    outcomes.put(report.place(), report);
    if (report.written() == null && ring.isFromStart()) {
      course.replacement(report.place()).ifPresent(this::start);
    }
  }

  /** Waits for all; once enough have stored it, for the others only so long as they may delay. */
  private void awaitReports(boolean whole) throws IOException, InterruptedException {
    long since = System.nanoTime();
    while (!running.isEmpty()) {
      boolean enough = !whole || stored() >= limits.fewest();
      long left = limits.delay().toNanos() - (System.nanoTime() - since);
      if (enough && left <= 0) {
        for (T place : List.copyOf(running.keySet())) {
          drop(place);
        }
        return;
      }
      long silence = limits.silence().toNanos();
      Outcome<T> report =
          reports.poll(enough ? Math.min(left, silence) : silence, TimeUnit.NANOSECONDS);
      if (report != null) {
        note(report);
      }
      if (whole) {
        course.goesOn();
      }
    }
  }

  private long stored() {
    return outcomes.values().stream().filter(outcome -> outcome.written() != null).count();
  }
}
