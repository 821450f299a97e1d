package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.storage.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a backend has stored after it had been given up. Where the version is there, its
 * replica is one of those that the queue looks after; where it is not, its places may have been
 * emptied before this one got its object.
 */
final class Strays {

  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

  private Strays() {}

  static void end(Place place, WrittenVersion version) {
    try {
      if (version.isGone()) {
        place.writer().delete(place.address());
      }
    } catch (MetadataUnavailableException | StoreException e) {
      LOG.warn("What backend {} stored late was not looked after: {}", place.name(), text(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?");
  }
}
