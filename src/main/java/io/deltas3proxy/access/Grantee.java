package io.deltas3proxy.access;

import io.deltas3proxy.accounts.Principal;
import org.jspecify.annotations.Nullable;

/** Whom a grant is for. */
public sealed interface Grantee {

  /**
   * Whether this caller is meant.
   *
   * @param principal {@code null} for somebody anonymous
   */
  boolean includes(@Nullable Principal principal);

  record User(String name) implements Grantee {

    @Override
    public boolean includes(@Nullable Principal principal) {
      return principal != null && !principal.groupsOnly() && principal.user().equals(name);
    }
  }

  record Group(String name) implements Grantee {

    @Override
    public boolean includes(@Nullable Principal principal) {
      return principal != null && principal.groups().contains(name);
    }
  }

  /** Every caller, anonymous ones too where these are let in. */
  record Everyone() implements Grantee {

    @Override
    public boolean includes(@Nullable Principal principal) {
      return true;
    }
  }
}
