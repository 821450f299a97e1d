package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.action.CommitLines;
import io.deltas3proxy.delta.action.CommitTrial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a commit on its way to the store. Its last byte is given only when every action was
 * approved: a store that gets less than it was told stores nothing. For one thread.
 *
 * <p>Reading throws {@link CommitRefusedException} when the writer may not commit this, and {@link
 * ReviewFailedException} when that cannot be known.
 */
public final class ReviewedCommit extends InputStream {

  private static final int BUFFER = 64 << 10;

  /** What a review needs could not be known: 503. */
  public static final class ReviewFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    ReviewFailedException(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  private final InputStream body;
  private final CommitReview review;
  private final TouchedPartitions touched;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** What of the buffer may be given: from the position to the limit, less the byte held back. */
  private int position;

  private int limit;
  private boolean ended;

  /** Why nothing more is given, however often somebody asks. */
  private @Nullable IOException failure;

  /**
   * @param body gives the commit
   * @param trial that no line was taken by yet
   * @param touched is told of its partitions
   */
  public ReviewedCommit(
      InputStream body,
      Table table,
      CommitRights rights,
      TableIndexes indexes,
      CommitTrial trial,
      TouchedPartitions touched) {
    this.body = body;
    this.review = new CommitReview(table, rights, indexes, trial, touched);
    this.touched = touched;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended && limit - position <= 1) {
      fillOrFail();
    }
    int free = limit - position - (ended ? 0 : 1);
    if (free <= 0) {
      return -1;
    }
    int given = Math.min(free, length);
    System.arraycopy(buffer, position, target, offset, given);
    position += given;
    return given;
  }

  private void fillOrFail() throws IOException {
    IOException known = failure;
    if (known != null) {
      throw known;
    }
    try {
      fill();
    } catch (IOException e) {
      failure = e;
      touched.refuse();
      limit = position;
      throw e;
    }
  }

  private void fill() throws IOException {
    int held = limit - position;
    System.arraycopy(buffer, position, buffer, 0, held);
    position = 0;
    limit = held;
    int count = body.read(buffer, held, BUFFER - held);
    try {
      if (count < 0) {
        if (line.size() > 0) {
          endLine();
        }
        review.end();
        ended = true;
      } else {
        limit += count;
        take(held, limit);
      }
    } catch (TableUnavailableException | AccountsUnavailableException e) {
      throw new ReviewFailedException(e);
    }
  }

  private void take(int from, int to)
      throws CommitRefusedException, TableUnavailableException, AccountsUnavailableException {
    int start = from;
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        line.write(buffer, start, i - start);
        endLine();
        start = i + 1;
      }
    }
    line.write(buffer, start, to - start);
    if (line.size() > CommitLines.LONGEST_LINE) {
      throw CommitReview.refused("a line of more than " + CommitLines.LONGEST_LINE + " bytes");
    }
  }

  private void endLine()
      throws CommitRefusedException, TableUnavailableException, AccountsUnavailableException {
    byte[] whole = line.toByteArray();
    line.reset();
    review.take(whole);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
