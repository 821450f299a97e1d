package io.deltas3proxy.admin;

/**
 * Who changes something.
 *
 * @param name of a token, or {@code cli:<user of the operating system>}
 */
public record Administrator(String name) {
  public Administrator {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an administrator has a name");
    }
  }
}
