package io.deltas3proxy.client;

import java.util.Locale;

/**
 * A store that may be followed to.
 *
 * @param host in lower case; with a leading {@code *.} it stands for all names below it
 * @param port 0 for any
 */
record KnownStore(String host, int port) {

  /**
   * Reads {@code HOST} or {@code HOST:PORT}, for example {@code *.s3.eu-central-1.amazonaws.com}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static KnownStore parse(String text) {
    int bracket = text.lastIndexOf(']');
    int colon = text.indexOf(':', Math.max(bracket, 0));
    String host = colon < 0 ? text : text.substring(0, colon);
    int port = 0;
    if (colon >= 0) {
      port = PortNumber.parse(text.substring(colon + 1));
    }
    if (bracket > 0) {
      host = host.substring(1, bracket);
    }
    if (host.isEmpty() || host.equals("*") || host.equals("*.") || host.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not HOST or HOST:PORT: " + text);
    }
    return new KnownStore(host.toLowerCase(Locale.ROOT), port);
  }

  boolean is(Origin origin) {
    boolean named =
        host.startsWith("*.")
            ? origin.host().length() > host.length() - 1
                && origin.host().endsWith(host.substring(1))
            : origin.host().equals(host);
    return named && (port == 0 || port == origin.port());
  }
}
