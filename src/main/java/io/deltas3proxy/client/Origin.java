package io.deltas3proxy.client;

import java.net.URI;
import java.util.Locale;

/**
 * Where a server listens, and whether it proves who it is.
 *
 * @param host in lower case, an IPv6 address without its brackets
 * @param port 1 to 65535
 * @param verified whether the connection is TLS with a certificate of the host's name
 */
record Origin(String host, int port, boolean verified) {

  /**
   * @throws IllegalArgumentException if it is no absolute URL of http or https with a host
   */
  static Origin of(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if ((!secure && !scheme.equals("http")) || url.getHost() == null) {
      throw new IllegalArgumentException("not a URL of http or https: " + url);
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException("a URL with a user in it is not followed");
    }
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    return new Origin(bare(url.getHost()), port, secure);
  }

  private static String bare(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
  }

  /** As the {@code Host} header has it. */
  String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (verified ? 443 : 80) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return (verified ? "https://" : "http://") + authority();
  }
}
