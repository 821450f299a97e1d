package io.deltas3proxy.website.visitor;

import java.net.InetAddress;

/** Says where addresses are. */
public interface Geography {

  /** Without a database: nothing is known of any address. */
  Geography NONE = address -> Location.UNKNOWN;

  /** Where an address is, with nothing in it that is not known; needs no network. */
  Location locate(InetAddress address);
}
