package io.deltas3proxy.delta.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.action.ActionParser;
import io.deltas3proxy.delta.action.CommitLines;
import io.deltas3proxy.delta.action.LoggedAction;
import io.deltas3proxy.delta.action.LoggedAction.Kind;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites one commit for a policy to exactly its own length, so that a listing is true without a
 * look into it. What is left out becomes spaces inside the {@code commitInfo} object, which is the
 * first line, as in-commit timestamps demand: blank lines, lines of spaces and padding after the
 * last line are errors for some readers.
 */
final class CommitRendering {

  private static final byte[] SPACES = " ".repeat(1024).getBytes(StandardCharsets.US_ASCII);

  /** Bytes in which the last brace of the last action is looked for. */
  private static final int LONGEST_END = 64;

  private final CommitJudge judge;
  private final Path directory;
  private final long timestamp;

  private @Nullable CommitInformation information;
  private boolean changed;
  private long changeDataSeen;
  private long changeDataKept;

  /**
   * @param directory where temporary files may be made
   * @param timestamp of the commit, milliseconds since 1970, for one that does not tell
   */
  CommitRendering(CommitJudge judge, Path directory, long timestamp) {
    this.judge = judge;
    this.directory = directory;
    this.timestamp = timestamp;
  }

  /**
   * Writes the rewritten commit.
   *
   * @param size of the commit, which both have
   * @throws MalformedCommitException if it cannot be filtered with certainty; then what was written
   *     is of no use
   */
  void render(InputStream commit, long size, OutputStream target)
      throws IOException, TableUnavailableException {
    try (KeptLines kept = new KeptLines(directory)) {
      CommitLines lines = new CommitLines(commit);
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        take(line, kept);
      }
      if (lines.bytes() != size) {
        throw new MalformedCommitException("a commit of another length than listed");
      }
      if (lines.endedWithNewline()) {
        write(kept, size, target);
      } else {
        HeldBack withoutNewline = new HeldBack(target, 1);
        write(kept, size + 1, withoutNewline);
        withoutNewline.held();
      }
    }
  }

  private void take(byte[] line, KeptLines kept) throws IOException, TableUnavailableException {
    if (isBlank(line)) {
      changed = true;
      return;
    }
    switch (ActionParser.parse(line)) {
      case LoggedAction.OfFile file -> takeFile(file, line, kept);
      case LoggedAction.CommitInfo info -> {
        changed = true;
        if (information == null) {
          information = CommitInformation.of(info.fields());
        }
      }
      case LoggedAction.MetaData metaData -> kept.add(reduced(metaData.fields(), line), -1);
      case LoggedAction.Protocol protocol -> {
        SharedMetadata.check(protocol.fields());
        kept.add(line, -1);
      }
      case LoggedAction.Transaction transaction -> kept.add(line, -1);
      case LoggedAction.DomainMetadata domain -> kept.add(line, -1);
      case LoggedAction.Unknown unknown -> changed = true;
    }
  }

  private void takeFile(LoggedAction.OfFile file, byte[] line, KeptLines kept)
      throws IOException, TableUnavailableException {
    boolean changeData = file.kind() == Kind.CHANGE_DATA;
    changeDataSeen += changeData ? 1 : 0;
    if (judge.shows(file)) {
      changeDataKept += changeData ? 1 : 0;
      kept.add(line, changeData ? -1 : file.dataChange());
    } else {
      changed = true;
    }
  }

  private byte[] reduced(ObjectNode metaData, byte[] line) throws IOException {
    if (!SharedMetadata.reduce(metaData)) {
      return line;
    }
    changed = true;
    JsonNode action = SharedMetadata.JSON.createObjectNode().set("metaData", metaData);
    return SharedMetadata.JSON.writeValueAsBytes(action);
  }

  private void write(KeptLines kept, long size, OutputStream target) throws IOException {
    // Readers of change data take it from cdc actions when a commit has any. Without those that
    // are left out, they would take the rewriting of files for changes of rows.
    boolean withoutDataChange = changeDataSeen > 0 && changeDataKept == 0;
    long free = size - kept.length() - (withoutDataChange ? kept.dataChanges() : 0);
    CommitInformation known = information;
    if (!changed && free == 0) {
      kept.writeTo(target, false);
    } else if (known != null || free > CommitInformation.LEAST) {
      writeInformation(known == null ? CommitInformation.neutral(timestamp) : known, free, target);
      kept.writeTo(target, withoutDataChange);
    } else {
      writePadded(kept, withoutDataChange, free, target);
    }
  }

  /** Writes the first line, of exactly the free length with its newline. */
  private static void writeInformation(
      CommitInformation information, long length, OutputStream target) throws IOException {
    byte[] end = CommitInformation.end();
    byte[] start = information.line(length - 1);
    long spaces = length - 1 - start.length - end.length;
    target.write(start);
    writeSpaces(spaces, target);
    target.write(end);
    target.write('\n');
  }

  /** A few bytes are free, less than an action takes: they go into the last line's object. */
  private static void writePadded(
      KeptLines kept, boolean withoutDataChange, long free, OutputStream target)
      throws IOException {
    if (kept.length() == 0) {
      throw new MalformedCommitException("a commit without an action");
    }
    HeldBack end = new HeldBack(target, LONGEST_END);
    kept.writeTo(end, withoutDataChange);
    byte[] held = end.held();
    int brace = held.length - 1;
    while (brace >= 0 && held[brace] != '}') {
      brace--;
    }
    if (brace < 0) {
      throw new MalformedCommitException("an action that ends in many spaces");
    }
    target.write(held, 0, brace);
    writeSpaces(free, target);
    target.write(held, brace, held.length - brace);
  }

  private static void writeSpaces(long count, OutputStream target) throws IOException {
    if (count < 0) {
      throw new MalformedCommitException("what is left of a commit is longer than it was");
    }
    for (long left = count; left > 0; left -= SPACES.length) {
      target.write(SPACES, 0, (int) Math.min(left, SPACES.length));
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
