package io.deltas3proxy.client;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a redirect leads.
 *
 * @param path with the query, as it was sent
 */
record Target(Origin origin, String path) {

  /**
   * Reads a {@code Location} (RFC 9110, section 10.2.2).
   *
   * @param base that it is relative to
   * @throws MalformedMessageException if it is none that can be followed
   */
  static Target of(Target base, String location) throws MalformedMessageException {
    try {
      if (location.startsWith("/") && !location.startsWith("//")) {
        return new Target(base.origin(), location);
      }
      URI url = new URI(location);
      String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      String query = url.getRawQuery();
      return new Target(Origin.of(url), query == null ? path : path + "?" + query);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new MalformedMessageException("a redirect to what is no URL of a store");
    }
  }
}
