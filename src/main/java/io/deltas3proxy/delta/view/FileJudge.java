package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.LoggedPath;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.action.LoggedPartition;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which actions that name files go into a view, by the values that they tell. */
public final class FileJudge {

  private final Table table;
  private final PartitionPolicy policy;

  public FileJudge(Table table, PartitionPolicy policy) {
    this.table = table;
    this.policy = policy;
  }

  /**
   * Whether a file of these partition values is shown. One that lacks the value of a partition
   * column is nobody's.
   *
   * @param partitionValues by physical name
   */
  public boolean shows(Map<String, @Nullable String> partitionValues) {
    PartitionValues values = LoggedPartition.read(policy.schema(), partitionValues);
    return values != null && policy.sees(values);
  }

  /**
   * Sees to it that an action that is shown names no physical place.
   *
   * @param path as the log writes it
   * @param vectorPath path of a deletion vector that is named by its path; {@code null} otherwise
   */
  public void requireInside(String path, @Nullable String vectorPath)
      throws MalformedCommitException {
    if (path.startsWith("/")
        || (path.indexOf(':') >= 0 && LoggedPath.ABSOLUTE.matcher(path).matches())
        || !(LoggedPath.read(path, table.location()) instanceof LoggedPath.Inside)) {
      throw new MalformedCommitException("a file is named by a path that leaves the table");
    }
    if (vectorPath != null) {
      throw new MalformedCommitException("a deletion vector is named by an absolute path");
    }
  }
}
