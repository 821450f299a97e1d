package io.deltas3proxy.website.visitor;

import java.io.IOException;
import java.util.List;

/** Where records of visits go; used by one thread. What it waits for is bounded. */
interface VisitSink extends AutoCloseable {

  /**
   * Publishes some visits. After a failure the same ones may be given again, also when some or all
   * of them had arrived: that should do no harm.
   *
   * @throws RejectedVisitsException when they were understood and refused, and would be again
   * @throws IOException when they may be taken later
   */
  void publish(List<PublishedVisit> visits) throws IOException;

  @Override
  void close();
}
