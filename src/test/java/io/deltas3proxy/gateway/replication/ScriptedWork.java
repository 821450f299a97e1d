package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Work that does what a test says, and tells what was asked of it. */
final class ScriptedWork implements JobWork {

  /** What happens while a job runs. */
  @FunctionalInterface
  interface Script {
    void play(JobRun run) throws IOException, MetadataUnavailableException;
  }

  private final List<Long> begun = new CopyOnWriteArrayList<>();
  private final List<Long> undone = new CopyOnWriteArrayList<>();
  private volatile Script script = run -> {};

  void script(Script wanted) {
    script = wanted;
  }

  /** Ids of jobs in the order in which they were begun. */
  List<Long> begun() {
    return List.copyOf(begun);
  }

  List<Long> undone() {
    return List.copyOf(undone);
  }

  @Override
  public void run(JobRun run) throws IOException, MetadataUnavailableException {
    begun.add(run.job().id());
    script.play(run);
  }

  @Override
  public void undo(JobRun run) {
    undone.add(run.job().id());
  }
}
