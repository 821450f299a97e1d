package io.deltas3proxy.access;

import io.deltas3proxy.access.RuleFormatException.Problem;
import java.util.List;

/** Collects what is wrong, up to a bound. */
record CollectedProblems(String path, List<Problem> problems) implements RulePlace {

  private static final int MOST = 100;

  @Override
  public RulePlace child(String name) {
    String step = name.matches("[\\w-]+") ? name : "[\"" + name.replace("\"", "\\\"") + "\"]";
    boolean dotted = !path.isEmpty() && !step.startsWith("[");
    return new CollectedProblems(path + (dotted ? "." : "") + step, problems);
  }

  @Override
  public RulePlace element(int index) {
    return new CollectedProblems(path + "[" + index + "]", problems);
  }

  @Override
  public void problem(String message) {
    if (problems.size() < MOST) {
      problems.add(new Problem(path, message));
    }
  }
}
