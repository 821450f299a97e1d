package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.LoggedPath;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.action.LoggedAction.Kind;
import io.deltas3proxy.delta.action.LoggedAction.OfFile;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which actions of one commit go into a view. */
final class CommitJudge {

  private final Table table;
  private final long version;
  private final PartitionPolicy policy;
  private final RemovedFiles removed;
  private final FileJudge files;

  CommitJudge(Table table, long version, PartitionPolicy policy, RemovedFiles removed) {
    this.table = table;
    this.version = version;
    this.policy = policy;
    this.removed = removed;
    this.files = new FileJudge(table, policy);
  }

  /**
   * @throws MalformedCommitException if it would have to be shown and names a physical place
   */
  boolean shows(OfFile action) throws MalformedCommitException, TableUnavailableException {
    boolean visible = isVisible(action);
    if (visible) {
      files.requireInside(action.path(), action.vectorPath());
    }
    return visible;
  }

  private boolean isVisible(OfFile action) throws TableUnavailableException {
    Map<String, @Nullable String> values = action.partitionValues();
    if (action.kind() == Kind.REMOVE && (values == null || values.isEmpty())) {
      return LoggedPath.read(action.path(), table.location()) instanceof LoggedPath.Inside inside
          && removed.visible(table, inside.relativeKey(), version, policy);
    }
    // An addition without values is nobody's.
    return values != null && files.shows(values);
  }
}
