package io.deltas3proxy.audit;

import java.io.IOException;
import java.util.List;

/** Where lines are kept; used by one thread. */
interface Destination extends AutoCloseable {

  /**
   * Keeps some lines, all or none: after a failure the same lines may be given again.
   *
   * @param lines without line feeds
   */
  void append(List<String> lines) throws IOException;

  /** Does what is due from time to time; what it takes is bounded. */
  default void tend() throws IOException {}

  @Override
  void close() throws IOException;
}
