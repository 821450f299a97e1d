package io.deltas3proxy.accounts;

/**
 * The role that a session has taken on.
 *
 * @param name {@link #SELF}, or the group whose rights alone the session has
 * @param sessionName how the one who began the session calls it: 2 to 64 characters
 */
public record AssumedRole(String name, String sessionName) {

  /** The role with all rights of the user. */
  public static final String SELF = "self";

  public AssumedRole {
    if (name.isEmpty() || sessionName.isEmpty()) {
      throw new IllegalArgumentException("a role and its session have names");
    }
  }

  public boolean isSelf() {
    return name.equals(SELF);
  }
}
