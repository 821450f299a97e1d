package io.deltas3proxy.gateway.replication;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the queue cannot be read, once a minute: the scheduler itself would say it at each
 * look, with all it knows.
 */
final class QueueTrouble extends AbstractSchedulerListener {

  private static final Logger LOG = LoggerFactory.getLogger(QueueTrouble.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Clock clock;
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

  QueueTrouble(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void onSchedulerEvent(SchedulerListener.SchedulerEventType type) {
    Instant now = clock.instant();
    Instant quiet = next.get();
    if (type == SchedulerListener.SchedulerEventType.UNEXPECTED_ERROR
        && !now.isBefore(quiet)
        && next.compareAndSet(quiet, now.plus(QUIET))) {
      LOG.warn("The queue of jobs cannot be worked on now: the database is not as it should be");
    }
  }
}
