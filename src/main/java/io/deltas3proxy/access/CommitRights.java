package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the writer of a commit may do.
 *
 * @param wholeTable whether the writer reads and writes every partition, there or not
 * @param mayAlter whether the writer may change what the table is
 * @param writes the partitions that may be written; {@code null} only with the whole table
 * @param own the writer's uncommitted files
 */
public record CommitRights(
    boolean wholeTable, boolean mayAlter, @Nullable PartitionPolicy writes, OwnFiles own) {

  /** The files that the writer has stored and that no commit names yet. */
  @FunctionalInterface
  public interface OwnFiles {

    /**
     * Which of some objects are such files.
     *
     * @throws AccountsUnavailableException when that cannot be known
     */
    Set<ObjectAddress> among(Collection<ObjectAddress> addresses)
        throws AccountsUnavailableException;
  }

  public CommitRights {
    if (writes == null && !wholeTable) {
      throw new IllegalArgumentException("what may be written is not said");
    }
  }
}
