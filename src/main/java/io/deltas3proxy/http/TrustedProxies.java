package io.deltas3proxy.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Says which address a request comes from. What {@code X-Forwarded-For} tells is believed as far as
 * it was written by proxies that are trusted: each proxy adds the address of its own peer at the
 * end, so the list is read from its end, and the first address that is not a trusted proxy's is the
 * client's. Anything before it, the client may have made up. {@code X-Real-IP} comes before it
 * where the operator says that the proxies write it. No other header is looked at.
 */
public final class TrustedProxies {

  /** Without any: the peer is the client. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /** Proxies that one request passes; a longer list is not believed. */
  static final int MOST_PROXIES = 16;

  private final List<AddressRange> trusted;
  private final boolean writeRealIp;

  /** Proxies that write {@code X-Forwarded-For}. */
  public TrustedProxies(List<AddressRange> trusted) {
    this(trusted, false);
  }

  /**
   * Trusts proxies.
   *
   * @param writeRealIp whether they write {@code X-Real-IP}, or take it away; those that do neither
   *     pass on what the client made up
   */
  public TrustedProxies(List<AddressRange> trusted, boolean writeRealIp) {
    this.trusted = List.copyOf(trusted);
    this.writeRealIp = writeRealIp;
  }

  /**
   * The client's address. It is the peer's when the peer is not trusted, or when what a trusted one
   * says cannot be understood.
   *
   * @param peer address of the other end of the connection, as the container gives it
   * @param forwardedFor the values of all headers {@code X-Forwarded-For}, in their order
   */
  public String clientAddress(String peer, List<String> forwardedFor) {
    return clientAddress(peer, List.of(), forwardedFor);
  }

  /**
   * The client's address, as above.
   *
   * @param realIp the values of all headers {@code X-Real-IP}: one with one address, if any counts
   */
  public String clientAddress(String peer, List<String> realIp, List<String> forwardedFor) {
    Optional<InetAddress> address = IpAddresses.parse(bare(peer));
    String spelled = address.map(InetAddress::getHostAddress).orElse(peer);
    if (address.isEmpty() || !isTrusted(address.get())) {
      return spelled;
    }
    if (writeRealIp && !realIp.isEmpty()) {
      Optional<InetAddress> real =
          realIp.size() == 1 ? IpAddresses.parse(realIp.getFirst().strip()) : Optional.empty();
      return real.map(InetAddress::getHostAddress).orElse(spelled);
    }
    return forwardedFor.isEmpty() ? spelled : fromTheEnd(forwardedFor).orElse(spelled);
  }

  /** Whether a peer is a trusted proxy, so that more of what it says is believed. */
  public boolean trusts(String peer) {
    return IpAddresses.parse(bare(peer)).filter(this::isTrusted).isPresent();
  }

  /** Containers write an IPv6 address with or without brackets, and may name its interface. */
  private static String bare(String peer) {
    String inside =
        peer.startsWith("[") && peer.endsWith("]") ? peer.substring(1, peer.length() - 1) : peer;
    int zone = inside.indexOf('%');
    return zone < 0 ? inside : inside.substring(0, zone);
  }

  /** Whether the address of a peer is a trusted proxy's. */
  boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  /** The last address that is not trusted, or the first of all when all are. */
  private Optional<String> fromTheEnd(List<String> headers) {
    int passed = 0;
    Optional<String> nearest = Optional.empty();
    for (String header : headers.reversed()) {
      int end = header.length();
      while (end >= 0) {
        int comma = header.lastIndexOf(',', end - 1);
        Optional<InetAddress> address = entry(header.substring(comma + 1, end).strip());
        if (address.isEmpty() || ++passed > MOST_PROXIES) {
          return Optional.empty();
        }
        nearest = address.map(InetAddress::getHostAddress);
        if (!isTrusted(address.get())) {
          return nearest;
        }
        end = comma;
      }
    }
    return nearest;
  }

  /** Some proxies add the port: {@code 192.0.2.7:4711}, {@code [2001:db8::7]:4711}. */
  private static Optional<InetAddress> entry(String text) {
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      return close > 0 && isPort(text.substring(close + 1)) && text.lastIndexOf(':', close) > 0
          ? IpAddresses.parse(text.substring(1, close))
          : Optional.empty();
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && text.indexOf('.') >= 0 && colon == text.lastIndexOf(':')) {
      return isPort(text.substring(colon))
          ? IpAddresses.parse(text.substring(0, colon))
          : Optional.empty();
    }
    return IpAddresses.parse(text);
  }

  /** Nothing, or for example {@code :443}. */
  private static boolean isPort(String text) {
    return text.isEmpty() || text.matches(":\\d{1,5}");
  }
}
