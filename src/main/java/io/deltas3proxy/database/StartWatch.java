package io.deltas3proxy.database;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that a start waits for the database, when it takes longer than usual. */
final class StartWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StartWatch.class);

  private final Thread thread;

  /**
   * Begins to watch.
   *
   * @param usual after which it is said
   */
  StartWatch(DatabaseAddress address, Duration usual) {
    thread =
        Thread.ofVirtual()
            .name("database-start")
            .start(() -> {
              try {
                Thread.sleep(usual);
                LOG.warn(
                    "The database {} is not open after {} ms: at the start each connection may take"
                        + " up to {} s",
                    address,
                    usual.toMillis(),
                    DatabaseTimeouts.AT_START.toSeconds());
              } catch (InterruptedException e) {
                // It is open, or has failed.
              }
            });
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
