package io.deltas3proxy.delta.kernel;

/** Takes the actions of a log: commits, newest first, and then the checkpoint. */
interface Replay {

  /** Takes an action of a commit that is older than all ended before. */
  void older(FileAction action);

  void endOfCommit();

  /** Takes an action of the checkpoint, in which actions do not follow each other. */
  void checkpointed(FileAction action);

  void endOfCheckpoint();
}
