package io.deltas3proxy.admin;

import io.deltas3proxy.accounts.AccountsUnavailableException;

/** Knows the users and groups that there are, in the configuration and in the database. */
public interface KnownGrantees {

  boolean hasUser(String name) throws AccountsUnavailableException;

  boolean hasGroup(String name) throws AccountsUnavailableException;
}
