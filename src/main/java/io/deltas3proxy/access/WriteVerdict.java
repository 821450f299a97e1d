package io.deltas3proxy.access;

import io.deltas3proxy.storage.ObjectAddress;
import java.util.Locale;

/**
 * Whether a caller may change one object in one way.
 *
 * @param reason in words, for administrators; may name physical places where the answer is {@link
 *     Answer#UNKNOWABLE}
 */
public record WriteVerdict(Answer answer, String reason) {

  private static final String ABSENCE =
      "a file that no log names needs the right to maintain the whole table; one that is not there"
          + " counts as deleted";

  /** What a request would get. */
  public enum Answer {
    /** What is in a commit, and whether something is there, is judged when it is stored. */
    ALLOWED,
    FORBIDDEN,
    /** The version was committed before: 412. */
    TAKEN,
    /** No object of this kind is written this way: 501. */
    UNSUPPORTED,
    /** It cannot be known: 503. */
    UNKNOWABLE;

    /** As answers and commands show it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static WriteVerdict forbidden(String reason) {
    return new WriteVerdict(Answer.FORBIDDEN, reason);
  }

  static WriteVerdict of(WriteDecision decision, WriteIntent intent) {
    return switch (decision) {
      case WriteDecision.Allowed(WriteTarget.Absence absence, ObjectAddress address) ->
          forbidden(ABSENCE);
      case WriteDecision.Allowed allowed ->
          new WriteVerdict(Answer.ALLOWED, allowed(allowed.target(), intent));
      case WriteDecision.Forbidden forbidden -> forbidden(forbidden.reason());
      case WriteDecision.Taken taken ->
          new WriteVerdict(Answer.TAKEN, "version " + taken.version() + " was committed before");
      case WriteDecision.Unsupported unsupported ->
          new WriteVerdict(Answer.UNSUPPORTED, unsupported.reason());
      case WriteDecision.Unknowable unknowable ->
          new WriteVerdict(Answer.UNKNOWABLE, unknowable.reason());
    };
  }

  private static String allowed(WriteTarget target, WriteIntent intent) {
    return switch (target) {
      case WriteTarget.Commit commit -> "a new commit, judged by what is in it";
      case WriteTarget.OverwritingCommit commit ->
          "a commit in place of another, judged by what is in it";
      case WriteTarget.LogFile file -> "a file of the log, and the caller has the whole table";
      case WriteTarget.Marker marker -> "a directory";
      case WriteTarget.LoggedFile file -> "a file, and the caller maintains the table";
      case WriteTarget.Absence absence -> ABSENCE;
      case WriteTarget.File(boolean own) -> {
        if (intent.isOfExisting()) {
          yield own ? "a file of the caller's own" : "a file, and the caller maintains the table";
        }
        yield own
            ? "an uncommitted file of the caller's own"
            : "a new file, as long as nothing is there";
      }
    };
  }
}
