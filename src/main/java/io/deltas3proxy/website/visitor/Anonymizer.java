package io.deltas3proxy.website.visitor;

import io.deltas3proxy.http.IpAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Cuts addresses, so that they tell a network and no person: to 24 bits, IPv6 to 48. */
final class Anonymizer {

  private static final int KEPT_OF_4 = 3;
  private static final int KEPT_OF_6 = 6;
  private static final int BYTES_OF_4 = 4;

  /** An IPv4 address follows 2002 (RFC 3056, section 2): of it no more is kept than of others. */
  private static final int KEPT_OF_6_TO_4 = 2 + KEPT_OF_4;

  private Anonymizer() {}

  /** The network of an address; nothing of what is none. */
  static String cut(String address) {
    return IpAddresses.parse(address).map(Anonymizer::cut).orElse("");
  }

  private static String cut(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean is6To4 = bytes[0] == 0x20 && bytes[1] == 0x02;
    int kept = bytes.length == BYTES_OF_4 ? KEPT_OF_4 : is6To4 ? KEPT_OF_6_TO_4 : KEPT_OF_6;
    Arrays.fill(bytes, kept, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
