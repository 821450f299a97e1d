package io.deltas3proxy.audit;

import java.io.IOException;

/** Where lines are kept; used by one thread. */
interface Destination extends AutoCloseable {

  /**
   * Keeps some lines, all or none: after a failure the same lines may be given again.
   *
   * @param lines each with its line feed
   */
  void append(byte[] lines) throws IOException;

  @Override
  void close() throws IOException;
}
