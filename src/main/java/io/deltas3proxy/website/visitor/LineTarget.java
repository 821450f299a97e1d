package io.deltas3proxy.website.visitor;

import java.net.URI;
import java.util.Optional;

/** Where lines of the line protocol go. */
public sealed interface LineTarget {

  /**
   * A socket that takes lines and answers nothing.
   *
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements LineTarget {}

  /**
   * A resource that takes lines by POST.
   *
   * @param uri with its query
   * @param authorization value of that header; a secret
   */
  record Http(URI uri, Optional<String> authorization) implements LineTarget {

    /** Shows no secret. */
    @Override
    public String toString() {
      return "Http[" + uri.getHost() + "]";
    }
  }
}
