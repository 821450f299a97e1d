package io.deltas3proxy.admin;

import org.jspecify.annotations.Nullable;

/**
 * Who changes something.
 *
 * @param name of a token, or {@code cli:<user of the operating system>}
 * @param requestId of the request that asks for it; {@code null} where there is none
 */
public record Administrator(String name, @Nullable String requestId) {
  public Administrator {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an administrator has a name");
    }
  }

  public Administrator(String name) {
    this(name, null);
  }

  Administrator in(String request) {
    return new Administrator(name, request);
  }
}
