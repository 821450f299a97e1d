package io.deltas3proxy.access;

/** What an object that may be changed is, for those who change it. */
public sealed interface WriteTarget {

  /**
   * A new commit: reviewed while it streams, and stored only if nothing is there.
   *
   * @param version that the commit makes: the one after the newest, or 0 of a table without a log
   */
  record Commit(long version) implements WriteTarget {}

  /** A commit in place of another: reviewed like a new one, stored only if the entity tag fits. */
  record OverwritingCommit(long version) implements WriteTarget {}

  /** Another file of the log, which takes the place of one that is there. */
  record LogFile() implements WriteTarget {}

  /** An object that stands for a "directory": of no bytes. */
  record Marker() implements WriteTarget {}

  /**
   * A data, change data or deletion vector file.
   *
   * @param own whether it is an uncommitted file of the caller's, which they may store again.
   *     Another one is stored only if nothing is there, after {@link TableWriting#claim}. One that
   *     is deleted is nobody's otherwise. Either is deleted after {@link
   *     TableWriting#beginDeletion}.
   */
  record File(boolean own) implements WriteTarget {}

  /** A file that the log names, which is deleted or gets tags. */
  record LoggedFile() implements WriteTarget {}

  /**
   * A file of nobody's that the caller may not delete. If nothing is there it counts as deleted, as
   * whoever repeats a request wants it.
   */
  record Absence() implements WriteTarget {}
}
