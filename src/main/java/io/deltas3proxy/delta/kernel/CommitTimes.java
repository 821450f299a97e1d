package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.Row;
import io.deltas3proxy.delta.action.MalformedCommitException;
import java.time.Instant;

/** Times in a commit, in milliseconds since 1970: readers fail at those that no calendar has. */
final class CommitTimes {

  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private CommitTimes() {}

  /** Holds that a field is a time, or is not given. */
  static void require(Row fields, String name) throws MalformedCommitException {
    int field = fields.getSchema().indexOf(name);
    if (!fields.isNullAt(field)) {
      long time = fields.getLong(field);
      if (time < FIRST || time > LAST) {
        throw new MalformedCommitException("a " + name + " that is no time");
      }
    }
  }
}
