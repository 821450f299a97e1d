package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * The grants of the database, to look at and to change. Failures are as in {@code AccountStore}.
 */
public interface GrantStore {

  /**
   * A grant of the database.
   *
   * @param id positive
   */
  record Stored(long id, Grant grant) {}

  /** All grants in the order of their ids, after one of them (0 for the first page). */
  List<Stored> grants(long after, int most) throws AccountsUnavailableException;

  Optional<Stored> grant(long id) throws AccountsUnavailableException;

  /**
   * Adds a grant, whose name is then {@code grant <id>}. Its user or group may have no account in
   * the database: those of the configuration and of identity providers have none.
   */
  Stored add(Grant grant) throws AccountsUnavailableException, AccountConflictException;

  /** Puts another in the place of a grant. */
  Stored replace(long id, Grant grant)
      throws AccountsUnavailableException, AccountConflictException;

  void remove(long id) throws AccountsUnavailableException, AccountConflictException;
}
