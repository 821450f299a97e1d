package io.deltas3proxy.access;

import java.util.List;
import java.util.stream.Collectors;

/** What should be rules is not; says everything that is wrong with it. */
public final class RuleFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong.
   *
   * @param path where, for example {@code [0].MIC}; empty for the whole
   */
  public record Problem(String path, String message) {

    @Override
    public String toString() {
      return path.isEmpty() ? message : path + ": " + message;
    }
  }

  private final transient List<Problem> problems;

  public RuleFormatException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
