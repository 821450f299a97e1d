package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;

/**
 * The rows of the table {@code permissions(id, user_id, table_name, partition_filters)}, each of
 * which lets one user read some partitions of one table. They are only looked at here.
 */
public interface PermissionRows {

  /** Rows as grants, in the order of their ids, after one of them (0 for the first page). */
  List<GrantStore.Stored> permissions(long after, int most) throws AccountsUnavailableException;

  /**
   * Rows of this table and of the grants that cannot be understood, and so allow nothing. Reads all
   * rows.
   */
  List<UnreadableGrant> unreadable(int most) throws AccountsUnavailableException;
}
