package io.deltas3proxy.delta.action;

import io.deltas3proxy.delta.TableUnavailableException;

/**
 * Tells of one commit, before it is stored, whether readers could still read the table with it
 * (Delta protocol, "Delta Table Specification"). For one thread.
 */
public interface CommitTrial {

  /**
   * Takes the next line, without its newline.
   *
   * @throws MalformedCommitException if a reader could not go on from here, or would understand the
   *     line differently from another; the message is for the writer
   */
  void take(byte[] line) throws MalformedCommitException;

  /**
   * All lines were taken.
   *
   * @throws MalformedCommitException if they make no sound commit together
   * @throws TableUnavailableException if that cannot be known
   */
  void end() throws MalformedCommitException, TableUnavailableException;
}
