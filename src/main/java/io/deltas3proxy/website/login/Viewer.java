package io.deltas3proxy.website.login;

import java.util.List;

/**
 * Somebody who has logged in.
 *
 * @param groups of those that the site asks for
 */
public record Viewer(String user, List<String> groups) {
  public Viewer {
    groups = List.copyOf(groups);
  }
}
