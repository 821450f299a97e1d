package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.rowtracking.RowTrackingMetadataDomain;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.action.ActionForm;
import io.deltas3proxy.delta.action.CommitTrial;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A trial by what Kernel reads a log with. */
final class KernelCommitTrial implements CommitTrial {

  /** Names of applications and domains in one commit, which are kept in memory. */
  private static final int MOST_NAMES = 10_000;

  /** Bytes of lines that are kept to look at again: of a new table, and of one that is there. */
  private static final long MOST_NEW = 64 << 20;

  private static final long MOST_EARLY = 8 << 20;

  /** How much the clock of a writer may be ahead. */
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  /** The commit before. */
  interface Predecessor {

    /** Its in-commit timestamp; -1 where it has none. */
    long timestamp() throws TableUnavailableException;
  }

  private final ActionRows rows;
  private final FileTrial files;
  private final @Nullable ProposedState proposed;
  private final Predecessor predecessor;
  private final Clock clock;
  private final Set<String> taken = new HashSet<>();
  private final List<byte[]> early = new ArrayList<>();
  private long earlyBytes;
  private boolean again;
  private long lines;
  private long informationAt = -1;
  private long timestamp = -1;

  /**
   * @param proposed {@code null} to look at the form of actions alone
   */
  KernelCommitTrial(
      ActionRows rows,
      FileTrial files,
      @Nullable ProposedState proposed,
      Predecessor predecessor,
      Clock clock) {
    this.rows = rows;
    this.files = files;
    this.proposed = proposed;
    this.predecessor = predecessor;
    this.clock = clock;
  }

  @Override
  public void take(byte[] line) throws MalformedCommitException {
    ActionForm.requireLine(line);
    ActionRows.Action action = rows.read(line);
    Row fields = action.fields();
    switch (action.kind()) {
      case "add", "remove", "cdc" -> takeFile(action, line);
      case "txn" -> {
        CommitTimes.require(fields, "lastUpdated");
        requireFirst("txn " + fields.getString(0));
      }
      case "domainMetadata" -> takeDomain(fields);
      case "commitInfo" -> takeInformation(fields);
      default -> {
        requireFirst(action.kind());
        takeState(action);
      }
    }
    lines++;
  }

  private void takeFile(ActionRows.Action action, byte[] line) throws MalformedCommitException {
    ProposedState state = proposed;
    files.take(action, state == null ? null : state.demands());
    if (state != null && !state.isSettled()) {
      earlyBytes += line.length;
      if (earlyBytes <= (state.demands() == null ? MOST_NEW : MOST_EARLY)) {
        early.add(line);
      }
    }
  }

  private void takeDomain(Row fields) throws MalformedCommitException {
    String domain = fields.getString(0);
    requireFirst("domainMetadata " + domain);
    if (domain.equals(RowTrackingMetadataDomain.DOMAIN_NAME) && !fields.getBoolean(2)) {
      try {
        var unused = RowTrackingMetadataDomain.fromJsonConfiguration(fields.getString(1));
      } catch (RuntimeException e) {
        throw new MalformedCommitException("a delta.rowTracking that cannot be read", e);
      }
    }
  }

  private void takeInformation(Row fields) throws MalformedCommitException {
    requireFirst("commitInfo");
    if (fields.isNullAt(fields.getSchema().indexOf("timestamp"))) {
      throw new MalformedCommitException("a commitInfo without a timestamp");
    }
    CommitTimes.require(fields, "timestamp");
    CommitTimes.require(fields, "inCommitTimestamp");
    informationAt = lines;
    int field = fields.getSchema().indexOf("inCommitTimestamp");
    timestamp = fields.isNullAt(field) ? -1 : fields.getLong(field);
  }

  /**
   * Files are held against what the table is after the commit, which some writers say behind them.
   */
  private void takeState(ActionRows.Action action) throws MalformedCommitException {
    ProposedState state = proposed;
    if (state == null) {
      return;
    }
    FileDemands before = state.demands();
    if (action.kind().equals("protocol")) {
      state.take(Protocol.fromRow(action.fields()));
    } else {
      state.takeMetadata(action.fields());
    }
    again |= files.any() && !Objects.equals(before, state.demands());
    if (again && earlyBytes > (before == null ? MOST_NEW : MOST_EARLY)) {
      throw new MalformedCommitException(
          "the action " + action.kind() + " behind more files than can be looked at again");
    }
  }

  private void takeEarlyFilesAgain(ProposedState state) throws MalformedCommitException {
    FileTrial anew = files.anew();
    for (byte[] line : early) {
      anew.take(rows.read(line), state.demands());
    }
  }

  @Override
  public void end() throws MalformedCommitException, TableUnavailableException {
    ProposedState state = proposed;
    if (state == null) {
      return;
    }
    TableState after = state.require();
    if (again) {
      takeEarlyFilesAgain(state);
    }
    if (after.hasCommitTimestamps()) {
      requireTimestamp(state);
    }
  }

  private void requireTimestamp(ProposedState state)
      throws MalformedCommitException, TableUnavailableException {
    if (informationAt != 0 || timestamp < 0) {
      throw new MalformedCommitException(
          "no commitInfo with inCommitTimestamp as its first action, which the table demands");
    }
    // Each later commit must be later still.
    if (timestamp > clock.millis() + MOST_AHEAD.toMillis()) {
      throw new MalformedCommitException("an inCommitTimestamp that is still to come");
    }
    if (state.hadCommitTimestamps() && timestamp <= predecessor.timestamp()) {
      throw new MalformedCommitException(
          "an inCommitTimestamp that is not after that of the commit before");
    }
  }

  private void requireFirst(String what) throws MalformedCommitException {
    if (!taken.add(what)) {
      throw new MalformedCommitException("the action " + what + " twice");
    }
    if (taken.size() > MOST_NAMES) {
      throw new MalformedCommitException("more than " + MOST_NAMES + " actions that have a name");
    }
  }
}
