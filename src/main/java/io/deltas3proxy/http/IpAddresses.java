package io.deltas3proxy.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses as they are written. Never asks a name server, whatever the text is. */
public final class IpAddresses {

  /** Example: {@code 192.0.2.7}; how large each number is, is looked at later. */
  private static final Pattern FOUR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3}\\.){2}\\d{1,3}");

  /** Example: {@code 2001:db8::7}, {@code ::ffff:192.0.2.7}. */
  private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** Of an IPv6 address with an IPv4 address at its end. */
  private static final int LONGEST = 45;

  private static final int MOST_OF_A_NUMBER = 255;

  private IpAddresses() {}

  /**
   * The bytes of an address, 4 or 16; an IPv4 address that is written as an IPv6 one has 4.
   *
   * @return empty when the text is anything else
   */
  public static Optional<InetAddress> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      if (FOUR.matcher(text).matches()) {
        return four(text);
      }
      // In brackets it is an IPv6 address or an error, and no name.
      return SIX.matcher(text).matches()
          ? Optional.of(InetAddress.getByName("[" + text + "]"))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> four(String text) throws UnknownHostException {
    String[] numbers = text.split("\\.", -1);
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      int number = Integer.parseInt(numbers[i]);
      // A leading zero is octal for some and decimal for others.
      if (number > MOST_OF_A_NUMBER || (numbers[i].length() > 1 && numbers[i].startsWith("0"))) {
        return Optional.empty();
      }
      bytes[i] = (byte) number;
    }
    return Optional.of(InetAddress.getByAddress(bytes));
  }
}
