package io.deltas3proxy.access;

import io.deltas3proxy.access.UncommittedFiles.Claim;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What one caller may change of one table. */
public interface TableWriting {

  /** Whether a rule exists that could let the caller write anything of the table. Does no I/O. */
  boolean any();

  /**
   * Decides on one object.
   *
   * @param relativeKey key below the table's root, decoded; may be empty for the root itself
   */
  WriteDecision decide(String relativeKey, WriteIntent intent);

  /**
   * Decides on the deletion of many objects at once, with one look at the log for all.
   *
   * @return a decision for each key
   */
  Map<String, WriteDecision> decideDeletions(Collection<String> relativeKeys);

  /** Whether the caller may write every partition, there or not. */
  boolean writesWholeTable();

  /** Whether the caller sees every partition, there or not. */
  boolean readsWholeTable();

  /** Whether the caller may change what the table is. */
  boolean mayAlter();

  /** Whether the caller may overwrite and delete what the log needs, or needs no more. */
  boolean mayMaintain();

  /**
   * Which partitions the caller may write.
   *
   * @throws TableUnavailableException when the log cannot be known
   */
  PartitionPolicy policy() throws TableUnavailableException;

  /**
   * What a commit of the caller's may do.
   *
   * @param target the commit, as it was decided on
   * @throws TableUnavailableException when the log cannot be known
   */
  CommitRights commitRights(WriteTarget target) throws TableUnavailableException;

  /**
   * What a decision on a change rests on, for the audit trail: the rules to write and the index as
   * it is now. Does no I/O.
   *
   * @param address below the table's root
   * @param touched what the review of a commit found
   */
  Grounds grounds(ObjectAddress address, TouchedPartitions touched);

  /** The name that the caller's uncommitted files have: empty for everybody anonymous. */
  String writer();

  /**
   * Makes a file that is about to be stored an uncommitted file of the caller's. Asked after the
   * store said that nothing is there and before the first byte goes to it: what appears at the
   * address from then on is the caller's. With {@link Claim#NEW} and {@link Claim#OWN} a use of it
   * has begun, which {@link #end} ends.
   */
  Claim claim(ObjectAddress address) throws AccountsUnavailableException;

  /**
   * Begins to store an uncommitted file of the caller's again.
   *
   * @return whether it is the caller's still
   */
  boolean use(ObjectAddress address) throws AccountsUnavailableException;

  /**
   * Begins to delete uncommitted files of the caller's, and files that are nobody's. Nobody else
   * gets their names until that has ended.
   *
   * @return those that may be deleted still
   */
  Set<ObjectAddress> beginDeletion(Collection<ObjectAddress> own, Collection<ObjectAddress> nobodys)
      throws AccountsUnavailableException;

  /**
   * What was begun has ended, and it is known how: not called otherwise.
   *
   * @param stored whether something may be there. If nothing is, and nothing else has begun, the
   *     file is nobody's from then on.
   */
  void end(Collection<ObjectAddress> addresses, boolean stored) throws AccountsUnavailableException;
}
