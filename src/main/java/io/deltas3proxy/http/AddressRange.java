package io.deltas3proxy.http;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A block of addresses, as {@code 10.0.0.0/8} or {@code 2001:db8::/32} names it.
 *
 * @param first its first address
 * @param prefixBits leading bits that all its addresses share: 0 to 32, or to 128 for IPv6
 */
public record AddressRange(InetAddress first, int prefixBits) {

  /** Example: {@code /24}. */
  private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

  public AddressRange {
    byte[] bytes = first.getAddress();
    if (prefixBits < 0 || prefixBits > bytes.length * Byte.SIZE) {
      throw new IllegalArgumentException("has a prefix that is longer than the address");
    }
    for (int bit = prefixBits; bit < bytes.length * Byte.SIZE; bit++) {
      if (bit(bytes, bit) != 0) {
        throw new IllegalArgumentException("has address bits after its prefix");
      }
    }
  }

  /**
   * Reads a block; an address without a prefix is a block of one.
   *
   * @throws IllegalArgumentException that says what is wrong, without the text
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    InetAddress first =
        IpAddresses.parse(address)
            .orElseThrow(() ->
                new IllegalArgumentException("must be an address, or a block such as 10.0.0.0/8"));
    int most = first.getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return new AddressRange(first, most);
    }
    String prefix = text.substring(slash + 1);
    if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > most) {
      throw new IllegalArgumentException("must have a prefix from 0 to " + most);
    }
    return new AddressRange(first, Integer.parseInt(prefix));
  }

  /** Whether an address of the same family lies in the block. */
  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefixBits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != theirs[i]) {
        return false;
      }
    }
    for (int bit = whole * Byte.SIZE; bit < prefixBits; bit++) {
      if (bit(mine, bit) != bit(theirs, bit)) {
        return false;
      }
    }
    return true;
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
  }
}
