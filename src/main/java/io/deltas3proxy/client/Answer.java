package io.deltas3proxy.client;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is still to be read.
 *
 * @param origin that gave it
 * @param connection that the body comes over; {@code null} once it is in memory
 * @param in gives the body
 * @param reusable whether the connection can go on once the body was read
 */
record Answer(
    Origin origin,
    @Nullable Connection connection,
    InputStream in,
    Head head,
    StatusLine line,
    Framing body,
    boolean reusable) {

  /** Ends the connection, which cannot go on. */
  void giveUp() {
    if (connection != null) {
      connection.close();
    }
  }

  /** The connection can go on, once the body was read. */
  void release(Servers servers) {
    if (connection != null && reusable) {
      servers.keep(origin, connection);
    } else {
      giveUp();
    }
  }

  Answer reusable(boolean now) {
    return new Answer(origin, connection, in, head, line, body, now);
  }
}
