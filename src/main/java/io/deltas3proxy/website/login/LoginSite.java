package io.deltas3proxy.website.login;

import java.util.List;
import java.util.Optional;

/**
 * Where a private site is.
 *
 * @param name in the configuration: letters, digits, dots, - and _
 * @param hosts that it has; empty for all
 * @param base path of its pages with its escapes, and with a slash at its end
 * @param origin of the addresses that browsers are sent to; empty for that of each request, which
 *     must be one of the hosts then
 */
public record LoginSite(String name, List<String> hosts, String base, Optional<String> origin) {
  public LoginSite {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty() && origin.isEmpty()) {
      throw new IllegalArgumentException("must be given for a site without hosts");
    }
  }
}
