package io.deltas3proxy.website.visitor;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The locations that were wanted last, at most so many. */
final class RecentLocations {

  private final Map<InetAddress, Location> recent;

  RecentLocations(int most) {
    recent =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<InetAddress, Location> eldest) {
            return size() > most;
          }
        };
  }

  synchronized @Nullable Location get(InetAddress address) {
    return recent.get(address);
  }

  synchronized void put(InetAddress address, Location location) {
    recent.put(address, location);
  }
}
