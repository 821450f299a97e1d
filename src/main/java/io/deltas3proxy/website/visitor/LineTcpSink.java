package io.deltas3proxy.website.visitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of the line protocol over a connection. Nobody confirms them: what was on its way when the
 * connection broke may be lost. A line that was cut is ended by the end of its connection.
 */
final class LineTcpSink implements VisitSink {

  private static final Logger LOG = LoggerFactory.getLogger(LineTcpSink.class);

  private final LineTarget.Tcp target;
  private final LineProtocol protocol;
  private final Duration deadline;
  private @Nullable LineConnection connection;

  /**
   * Makes it; the first visits connect it.
   *
   * @param deadline for connecting, and for writing one batch
   */
  LineTcpSink(LineTarget.Tcp target, LineProtocol protocol, Duration deadline) {
    this.target = target;
    this.protocol = protocol;
    this.deadline = deadline;
  }

  @Override
  public void publish(List<PublishedVisit> visits) throws IOException {
    byte[] lines = protocol.lines(visits).getBytes(StandardCharsets.UTF_8);
    boolean whole = false;
    try {
      connected().write(ByteBuffer.wrap(lines), deadline);
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private LineConnection connected() throws IOException {
    LineConnection known = connection;
    if (known != null && known.isOpen()) {
      return known;
    }
    close();
    LineConnection opened = LineConnection.open(target, deadline);
    connection = opened;
    return opened;
  }

  @Override
  public void close() {
    LineConnection known = connection;
    connection = null;
    if (known != null) {
      try {
        known.close();
      } catch (IOException e) {
        LOG.debug("A connection for visits was not closed", e);
      }
    }
  }
}
