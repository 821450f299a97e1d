package io.deltas3proxy.website.visitor;

import io.deltas3proxy.http.AddressRange;
import io.deltas3proxy.http.IpAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a site lets in. What is denied stays denied, whatever is allowed.
 *
 * @param allowed without any, every address that is not denied; else these alone
 * @param denied that are not let in
 */
public record AddressRules(List<AddressRange> allowed, List<AddressRange> denied) {

  /** Everybody. */
  public static final AddressRules NONE = new AddressRules(List.of(), List.of());

  public AddressRules {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
  }

  /**
   * Whether a visitor is let in.
   *
   * @param clientAddress as {@link io.deltas3proxy.http.RequestContext#clientAddress()} has it;
   *     what is no address is let in only where there are no rules
   */
  public boolean admit(String clientAddress) {
    if (allowed.isEmpty() && denied.isEmpty()) {
      return true;
    }
    Optional<InetAddress> address = IpAddresses.parse(clientAddress);
    return address.isPresent()
        && !contains(denied, address.get())
        && (allowed.isEmpty() || contains(allowed, address.get()));
  }

  private static boolean contains(List<AddressRange> ranges, InetAddress address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
