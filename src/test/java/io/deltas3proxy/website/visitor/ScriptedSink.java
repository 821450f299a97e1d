package io.deltas3proxy.website.visitor;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A sink that fails or waits as a test wants it, and keeps what it took. */
final class ScriptedSink implements VisitSink {

  final List<PublishedVisit> taken = new CopyOnWriteArrayList<>();
  final Semaphore attempts = new Semaphore(0);
  final AtomicBoolean closed = new AtomicBoolean();
  private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
  private volatile @Nullable Semaphore gate;

  /** The next attempts end so, one after the other; then they succeed. */
  void fail(IOException... next) {
    failures.addAll(List.of(next));
  }

  /** Every attempt waits for a permit from now on. */
  Semaphore hold() {
    Semaphore opened = new Semaphore(0);
    gate = opened;
    return opened;
  }

  @Override
  public void publish(List<PublishedVisit> visits) throws IOException {
    attempts.release();
    Semaphore held = gate;
    if (held != null) {
      try {
        held.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    IOException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    taken.addAll(visits);
  }

  List<String> resources() {
    return taken.stream().map(visit -> visit.visit().asked().resource()).toList();
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
