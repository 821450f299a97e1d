package io.deltas3proxy.app;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; says everything that is wrong with it at once. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigurationException(List<Problem> problems) {
    super(describe(problems));
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<Problem> problems() {
    return problems;
  }

  private static String describe(List<Problem> problems) {
    if (problems.size() == 1) {
      return "the configuration is not valid: " + problems.getFirst();
    }
    return problems.stream()
        .map(problem -> "\n  " + problem)
        .collect(
            Collectors.joining("", "the configuration has " + problems.size() + " errors:", ""));
  }
}
