package io.deltas3proxy.storage.s3;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Which endpoints a store may have. An endpoint on this machine or on its link (where clouds serve
 * the machine's own credentials) is refused unless the operator allows it for that store. The check
 * is made on the written endpoint and again on each address that a connection is opened to, so that
 * a name that changes its address is no way around it.
 */
public enum EndpointPolicy {
  /** Refuses loopback, link-local, any-local and multicast addresses. */
  REMOTE_ONLY,
  /** Takes every {@code http} or {@code https} endpoint. */
  ANY_ADDRESS;

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** The IPv6 address at which AWS serves instance metadata; it is not link-local. */
  private static final String METADATA_V6 = "fd00:ec2:0:0:0:0:0:254";

  /**
   * Checks an endpoint as it is configured.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public void check(URI endpoint) {
    requireBaseUrl(endpoint);
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(endpoint.getHost());
    } catch (UnknownHostException e) {
      // A name that does not resolve now is checked when a connection is opened.
      return;
    }
    for (InetAddress address : addresses) {
      if (!allows(address)) {
        throw new IllegalArgumentException(refusal(endpoint.getHost(), address));
      }
    }
  }

  static void requireBaseUrl(URI endpoint) {
    String scheme = endpoint.getScheme();
    if (scheme == null || !SCHEMES.contains(scheme)) {
      throw new IllegalArgumentException("an endpoint is an http or https URL");
    }
    if (endpoint.getHost() == null) {
      throw new IllegalArgumentException("an endpoint needs a host");
    }
    if (endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "an endpoint has no user, query or fragment: " + endpoint.getHost());
    }
  }

  boolean allows(InetAddress address) {
    return this == ANY_ADDRESS
        || !(address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isAnyLocalAddress()
            || address.isMulticastAddress()
            || METADATA_V6.equals(address.getHostAddress()));
  }

  private static String refusal(String host, InetAddress address) {
    return "endpoint "
        + host
        + " is on this machine or its link ("
        + address.getHostAddress()
        + "); allow private endpoints for this store if that is meant";
  }

  /** Resolves names for connections and refuses the addresses that this policy does not allow. */
  DnsResolver resolver() {
    return new SystemDefaultDnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = super.resolve(host);
        for (InetAddress address : addresses) {
          if (!allows(address)) {
            throw new UnknownHostException(refusal(host, address));
          }
        }
        return addresses;
      }
    };
  }
}
