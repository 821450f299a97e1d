package io.deltas3proxy.client;

import java.util.regex.Pattern;

/** The numbers of ports in texts. */
final class PortNumber {

  /** Example: {@code 28080}. */
  private static final Pattern DIGITS = Pattern.compile("\\d{1,5}");

  private PortNumber() {}

  /**
   * @return 0 to 65535
   * @throws IllegalArgumentException if it is none
   */
  static int parse(String text) {
    int port = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not the number of a port: " + text);
    }
    return port;
  }
}
