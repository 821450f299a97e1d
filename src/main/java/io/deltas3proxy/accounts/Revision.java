package io.deltas3proxy.accounts;

import io.deltas3proxy.database.ChangeFeed;
import io.deltas3proxy.database.DatabaseException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of the database that is in force here. What was read from the database while a number
 * was current holds as long as that number is; a number that the database did not confirm within
 * the bound is not current any more, and then nothing holds.
 */
public final class Revision implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Revision.class);

  private record Confirmed(long number, ChangeFeed.State state, long nanos) {}

  private final ChangeFeed feed;
  private final Duration bound;
  private final LongSupplier nanoTime;
  private volatile @Nullable Confirmed confirmed;
  private volatile boolean closed;
  private @Nullable Thread follower;

  /**
   * Makes it; nothing is confirmed yet.
   *
   * @param bound within which changes come into force
   * @param nanoTime a clock that nobody sets
   */
  public Revision(ChangeFeed feed, Duration bound, LongSupplier nanoTime) {
    this.feed = feed;
    this.bound = bound;
    this.nanoTime = nanoTime;
  }

  /**
   * The number that is in force; a greater one than any before whenever something has changed.
   * Costs no I/O.
   */
  public long current() throws AccountsUnavailableException {
    Confirmed last = confirmed;
    if (last == null || nanoTime.getAsLong() - last.nanos() > bound.toNanos()) {
      throw new AccountsUnavailableException(
          "The database has not confirmed within " + bound.toSeconds() + " s that nothing changed");
    }
    return last.number();
  }

  /** Whether decisions can be made now. */
  public boolean isConfirmed() {
    Confirmed last = confirmed;
    return last != null && nanoTime.getAsLong() - last.nanos() <= bound.toNanos();
  }

  /** Asks the database once. */
  public synchronized void confirm() throws AccountsUnavailableException {
    // The answer is at least as new as the question.
    long asked = nanoTime.getAsLong();
    ChangeFeed.State state;
    try {
      state = feed.read();
    } catch (DatabaseException e) {
      throw new AccountsUnavailableException("Accounts: " + e.getMessage(), e);
    }
    Confirmed last = confirmed;
    long number = last == null ? 1 : last.number();
    if (last != null && !last.state().equals(state)) {
      // Counted here: the database may be replaced by an older one, which counts anew.
      number++;
    }
    confirmed = new Confirmed(number, state, asked);
  }

  /**
   * Begins to ask beside the requests.
   *
   * @param interval at most between two questions, where the database does not tell by itself
   */
  public synchronized void follow(Duration interval) {
    if (follower == null) {
      follower = Thread.ofVirtual().name("revision").start(() -> run(interval));
    }
  }

  private void run(Duration interval) {
    boolean failing = false;
    while (!closed) {
      try {
        confirm();
        if (failing) {
          LOG.info("The database answers again");
        }
        failing = false;
        feed.await(interval);
      } catch (AccountsUnavailableException | DatabaseException | RuntimeException e) {
        // Whatever it is: without this thread nobody would be let in any more.
        if (!failing && !closed) {
          LOG.warn("{}", e.getMessage());
        }
        failing = true;
        pause(interval);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void pause(Duration interval) {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running;
    synchronized (this) {
      running = follower;
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    feed.close();
  }
}
