package io.deltas3proxy.accounts;

/**
 * Tells how a user stands now. Any number of threads ask, once for each request of a temporary
 * session; an answer is not older than the bound within which changes come into force.
 */
@FunctionalInterface
public interface UserStandings {

  /**
   * Looks a user up; of a name that no account has, {@link UserStanding#STRANGER} is said, with the
   * moment at which its sessions were ended, if they were.
   *
   * @throws AccountsUnavailableException when it cannot be known; never taken for "a stranger"
   */
  UserStanding of(String user) throws AccountsUnavailableException;
}
