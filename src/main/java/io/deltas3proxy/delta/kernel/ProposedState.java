package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.deltas3proxy.delta.action.ActionForm;
import io.deltas3proxy.delta.action.MalformedCommitException;
import org.jspecify.annotations.Nullable;

/** What a table will be after a commit, as far as it was read. */
final class ProposedState {

  private final IndexSettings settings;
  private final @Nullable TableState before;
  private @Nullable Protocol protocol;
  private @Nullable Metadata metadata;
  private @Nullable FileDemands demands;
  private boolean saidProtocol;
  private boolean saidMetadata;

  /**
   * @param before {@code null} for a new table
   */
  ProposedState(IndexSettings settings, @Nullable TableState before) {
    this.settings = settings;
    this.before = before;
    if (before != null) {
      protocol = before.protocol();
      metadata = before.metadata();
      demands = before.fileDemands();
    }
  }

  /** What files are held against; {@code null} while that is not known. */
  @Nullable FileDemands demands() {
    return demands;
  }

  /** Whether nothing can change it any more. */
  boolean isSettled() {
    return saidProtocol && saidMetadata;
  }

  void take(Protocol action) throws MalformedCommitException {
    protocol = action;
    saidProtocol = true;
    change();
  }

  void takeMetadata(Row fields) throws MalformedCommitException {
    int schema = fields.getSchema().indexOf("schemaString");
    ActionForm.requireObject(fields.getString(schema), "a schema");
    CommitTimes.require(fields, "createdTime");
    metadata = Metadata.fromRow(fields);
    saidMetadata = true;
    change();
  }

  private void change() throws MalformedCommitException {
    TableState now = state();
    try {
      demands = now == null ? null : now.fileDemands();
    } catch (RuntimeException e) {
      throw new MalformedCommitException("metaData that cannot be read", e);
    }
  }

  private @Nullable TableState state() {
    Protocol known = protocol;
    Metadata described = metadata;
    return known == null || described == null ? null : new TableState(known, described, settings);
  }

  /** All actions were taken: the table as it will be, which readers can read. */
  TableState require() throws MalformedCommitException {
    TableState now = state();
    if (now == null) {
      throw new MalformedCommitException("no protocol or no metaData, and makes a table");
    }
    if (saidProtocol || saidMetadata) {
      now.requireReadable();
    }
    return now;
  }

  /** Whether each commit before had a time of its own. */
  boolean hadCommitTimestamps() {
    TableState known = before;
    return known != null && known.hasCommitTimestamps();
  }
}
