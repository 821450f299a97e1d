package io.deltas3proxy.website.visitor;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings batches of visits to a sink, tries again, and gives up in time. */
final class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final String name;
  private final VisitSink sink;
  private final QueueSettings settings;
  private final SinkCounts counts;
  private final CountDownLatch stop;
  private boolean failing;

  /**
   * Makes it.
   *
   * @param stop counted down when nothing is waited for any more
   */
  Delivery(
      String name, VisitSink sink, QueueSettings settings, SinkCounts counts, CountDownLatch stop) {
    this.name = name;
    this.sink = sink;
    this.settings = settings;
    this.counts = counts;
    this.stop = stop;
  }

  /** Publishes a batch, or gives it up; in both cases all of it is counted. */
  void bring(List<PublishedVisit> batch) throws InterruptedException {
    Backoff backoff = new Backoff(settings);
    long end = System.nanoTime() + settings.patience().toNanos();
    while (true) {
      boolean last = stop.getCount() == 0 || System.nanoTime() - end >= 0;
      if (tried(batch)) {
        return;
      }
      if (last) {
        counts.failed.addAndGet(batch.size());
        return;
      }
      var unused = stop.await(backoff.nextMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean tried(List<PublishedVisit> batch) {
    try {
      sink.publish(batch);
      counts.published.addAndGet(batch.size());
      if (failing) {
        LOG.warn("Visits are published to {} again", name);
        failing = false;
      }
      return true;
    } catch (RejectedVisitsException e) {
      counts.failures.incrementAndGet();
      counts.failed.addAndGet(e.rejected());
      counts.published.addAndGet(batch.size() - e.rejected());
      tell("refuses", e);
      return true;
    } catch (IOException | RuntimeException e) {
      counts.failures.incrementAndGet();
      tell("does not take", e);
      return false;
    }
  }

  /** The message alone: a cause may repeat an address with a password in it. */
  private void tell(String what, Exception e) {
    if (!failing) {
      LOG.warn("{} {} visits; requests are served on: {}", name, what, e.getMessage());
    }
    failing = true;
  }
}
