package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Stores what it reads. Called on a thread for each place. */
  interface Sender<T> {

    /**
     * Stores a body at a place, and looks at what is there.
     *
     * @return the entity tag that the place gave it
     */
    String send(T place, InputStream body) throws IOException;

    /** A place has come to its end, well or not, after it had been given up. */
    void late(T place);
  }

  /** What the one who writes says meanwhile, all on the calling thread. */
  interface Course<T> {

    /** Bytes that are about to be sent. */
    void seen(byte[] bytes, int offset, int length);

    /** The body has ended: throws when it is not what it should be, so that nobody stores it. */
    void ended() throws IOException;

    /** Called now and then while the body is sent. */
    void goesOn() throws IOException;

    /** A place that takes over from one that failed, from the first byte. */
    Optional<T> replacement(T failed) throws IOException, MetadataUnavailableException;
  }

  /**
   * What became of one place.
   *
   * @param eTag that it gave; {@code null} where it failed
   * @param failure why it failed; {@code null} where it did not
   * @param givenUp whether it may still be at it
   */
  record Outcome<T>(T place, @Nullable String eTag, @Nullable Exception failure, boolean givenUp) {}

  /**
   * How places are treated.
   *
   * @param fewest places that must be left, 1 or more
   * @param delay how long slow ones may delay the others, in all
   */
  record Limits(int fewest, Duration delay) {}

  /** The longest time between two calls of {@link Course#goesOn} while places are waited for. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final Sender<T> sender;
  private final Course<T> course;
  private final Limits limits;
  private final BodyRing ring = new BodyRing(SLOTS, SLOT_BYTES);
  private final BlockingQueue<Run> reports = new LinkedBlockingQueue<>();
  private final List<Run> running = new ArrayList<>();
  private final List<Outcome<T>> outcomes = new ArrayList<>();
  private long delayedNanos;

  FanOut(Sender<T> sender, Course<T> course, Limits limits) {
    this.sender = sender;
    this.course = course;
    this.limits = limits;
  }

  /** One place with its thread. */
  private final class Run implements Runnable {
    private final T place;
    private final BodyRing.Reader reader;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable String eTag;
    private volatile @Nullable Exception failure = new IllegalStateException("its thread ended");

    Run(T place, BodyRing.Reader reader) {
      this.place = place;
      this.reader = reader;
    }

    @Override
    public void run() {
      try {
        eTag = sender.send(place, reader);
        failure = null;
      } catch (IOException | RuntimeException e) {
        failure = e;
      } finally {
        if (over.compareAndSet(false, true)) {
          reports.add(this);
          ring.wake();
        } else {
          sender.late(place);
        }
      }
    }

    Outcome<T> outcome() {
      return new Outcome<>(place, eTag, failure, false);
    }
  }

  /**
   * Sends a body.
   *
   * @return what became of every place, also of those that took over; fewer than enough may have
   *     stored it
   * @throws IOException what reading or judging the body threw; then no place stores it
   */
  List<Outcome<T>> send(List<T> places, InputStream body)
      throws IOException, MetadataUnavailableException {
    try {
      places.forEach(this::start);
      boolean whole = pump(body);
      if (whole) {
        course.ended();
        ring.end();
      } else {
        ring.fail(new IOException("too few places are left"));
      }
      awaitReports(whole);
      return List.copyOf(outcomes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a body was sent", e);
    } finally {
      ring.fail(new IOException("the body is given up"));
      List.copyOf(running).forEach(this::drop);
    }
  }

  private void start(T place) {
    ring.join()
        .ifPresent(reader -> {
          Run run = new Run(place, reader);
          running.add(run);
          Thread.ofVirtual().name("gateway-write").start(run);
        });
  }

  /** Reads the body to its end; false when too few places are left. */
  private boolean pump(InputStream body)
      throws IOException, MetadataUnavailableException, InterruptedException {
    while (true) {
      for (Run report = reports.poll(); report != null; report = reports.poll()) {
        note(report);
      }
      if (running.size() + stored() < limits.fewest()) {
        return false;
      }
      course.goesOn();
      if (awaitRoom() && reports.isEmpty() && !ring.fill(body, course::seen)) {
        return true;
      }
    }
  }

  private boolean awaitRoom() throws InterruptedException {
    long since = System.nanoTime();
    boolean room = ring.awaitRoom(SILENCE);
    List<BodyRing.Reader> slowest = ring.slowest();
    if (slowest.size() < running.size()) {
      delayedNanos += System.nanoTime() - since;
    }
    boolean late = !room && delayedNanos > limits.delay().toNanos();
    if (late && running.size() - slowest.size() >= limits.fewest()) {
      for (Run run : List.copyOf(running)) {
        if (slowest.contains(run.reader)) {
          drop(run);
        }
      }
    }
    return room;
  }

  /** The others go on without it; unless it has come to its end in this moment. */
  private void drop(Run run) {
    if (run.over.compareAndSet(false, true)) {
      running.remove(run);
      run.reader.dismiss("given up");
      outcomes.add(new Outcome<>(run.place, null, new IOException("given up: too slow"), true));
    }
  }

  private void note(Run run) throws IOException, MetadataUnavailableException {
    running.remove(run);
    run.reader.close();
    outcomes.add(run.outcome());
    if (run.eTag == null && ring.isFromStart()) {
      course.replacement(run.place).ifPresent(this::start);
    }
  }

  /** Waits for all; once enough have stored it, for the others only so long as they may delay. */
  private void awaitReports(boolean whole)
      throws IOException, MetadataUnavailableException, InterruptedException {
    long since = System.nanoTime();
    while (!running.isEmpty()) {
      boolean enough = !whole || stored() >= limits.fewest();
      long left = limits.delay().toNanos() - (System.nanoTime() - since);
      if (enough && left <= 0) {
        List.copyOf(running).forEach(this::drop);
      }
      long most = enough ? Math.min(Math.max(0, left), SILENCE.toNanos()) : SILENCE.toNanos();
      Run report = reports.poll(most, TimeUnit.NANOSECONDS);
      if (report != null) {
        note(report);
      }
      if (whole) {
        course.goesOn();
      }
    }
  }

  private long stored() {
    return outcomes.stream().filter(outcome -> outcome.eTag() != null).count();
  }
}
