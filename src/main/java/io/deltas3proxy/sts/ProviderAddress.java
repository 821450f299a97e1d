package io.deltas3proxy.sts;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where an identity provider may be. One on this machine or its link is refused unless the operator
 * allows it, and so is one without TLS: whoever can answer in its place could vouch for anybody.
 */
public enum ProviderAddress {
  /** Takes {@code https} to addresses that are not loopback, link-local, any-local, multicast. */
  REMOTE_TLS,
  /** Takes every {@code http} or {@code https} address. */
  ANY;

  /** The IPv6 address at which AWS serves instance metadata; it is not link-local. */
  private static final String METADATA_V6 = "fd00:ec2:0:0:0:0:0:254";

  /**
   * Checks an address, as it is configured and again before each connection.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public void check(URI uri) {
    boolean tls = "https".equals(uri.getScheme());
    if (!tls && !(this == ANY && "http".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("must be an https URL");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must have a host, no user and no fragment");
    }
    if (this == REMOTE_TLS) {
      requireRemote(uri.getHost());
    }
  }

  private static void requireRemote(String host) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      // Nothing to connect to; a forward proxy may know the name.
      return;
    }
    for (InetAddress address : addresses) {
      if (address.isLoopbackAddress()
          || address.isLinkLocalAddress()
          || address.isAnyLocalAddress()
          || address.isMulticastAddress()
          || METADATA_V6.equals(address.getHostAddress())) {
        throw new IllegalArgumentException(
            "is on this machine or its link; allow it by allowPrivateEndpoint if that is meant");
      }
    }
  }
}
