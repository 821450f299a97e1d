package io.deltas3proxy.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connections to servers that one client's requests go over, kept for the next request. */
final class Servers implements Closeable {

  private static final int MOST_IDLE = 4;

  private final Connector connector;
  private final Map<Origin, Connection> idle = new LinkedHashMap<>();

  Servers(Connector connector) {
    this.connector = connector;
  }

  /** One that was used before; it may be over by now. */
  @Nullable Connection reused(Origin origin) {
    return idle.remove(origin);
  }

  Connection open(Origin origin) throws IOException {
    try {
      return connector.open(origin);
    } catch (IOException e) {
      throw new RefusedRequestException(
          503, "ServiceUnavailable", origin + " cannot be reached: " + e.getMessage());
    }
  }

  void keep(Origin origin, Connection connection) {
    Connection other = idle.put(origin, connection);
    if (other != null) {
      other.close();
    }
    if (idle.size() > MOST_IDLE) {
      Origin eldest = idle.keySet().iterator().next();
      Connection given = idle.remove(eldest);
      if (given != null) {
        given.close();
      }
    }
  }

  @Override
  public void close() {
    idle.values().forEach(Connection::close);
    idle.clear();
  }
}
