package io.deltas3proxy.http;

import java.util.List;

/**
 * Somebody who proved who they are.
 *
 * @param user name of a user, or of an administrator
 * @param groups whose rights they have, in order
 */
public record VerifiedCaller(String user, List<String> groups) {
  public VerifiedCaller {
    groups = List.copyOf(groups);
  }
}
