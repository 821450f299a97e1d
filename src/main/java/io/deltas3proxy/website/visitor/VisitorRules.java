package io.deltas3proxy.website.visitor;

import io.deltas3proxy.http.IpAddresses;
import java.util.Set;

/**
 * Whom a site lets in by where they come from.
 *
 * @param countries ISO 3166-1 codes of two letters; without any, every country
 */
public record VisitorRules(AddressRules addresses, Set<String> countries) {

  /** Everybody. */
  public static final VisitorRules NONE = new VisitorRules(AddressRules.NONE, Set.of());

  public VisitorRules {
    countries = Set.copyOf(countries);
  }

  /**
   * Whether a visitor is let in. Where countries are named, an address of which none is known is
   * not.
   *
   * @param clientAddress as {@link io.deltas3proxy.http.RequestContext#clientAddress()} has it
   */
  public boolean admit(String clientAddress, Geography geography) {
    if (!addresses.admit(clientAddress)) {
      return false;
    }
    if (countries.isEmpty()) {
      return true;
    }
    String country =
        IpAddresses.parse(clientAddress).map(geography::locate).map(Location::country).orElse(null);
    return country != null && countries.contains(country);
  }
}
