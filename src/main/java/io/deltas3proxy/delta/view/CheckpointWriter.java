package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ListedObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes what a policy lets through of a checkpoint as another one. */
@FunctionalInterface
public interface CheckpointWriter {

  /**
   * Writes one classic checkpoint (Delta protocol, "Classic Checkpoints"): a single Parquet file
   * with the live files whose partition the policy sees, and all that is not about files. The same
   * checkpoint and policy give the same bytes. Memory is bounded whatever the checkpoint's size.
   *
   * @param files of the checkpoint of any kind, in the order of their parts, without sidecars; each
   *     is read in the very state that was listed
   * @param target written anew
   * @return number of actions in the file
   * @throws IOException if the log cannot be read, or the file not be written
   * @throws TableUnavailableException if the checkpoint cannot be filtered with certainty, for
   *     example since a visible file is named by an absolute path
   */
  long write(Table table, List<ListedObject> files, PartitionPolicy policy, Path target)
      throws IOException, TableUnavailableException;
}
