package io.deltas3proxy.gateway.provider;

import java.util.List;
import java.util.stream.Collectors;

/** The files of providers and backends are wrong: nothing of them is used. */
public final class ProviderFilesException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<FileProblem> problems;

  public ProviderFilesException(List<FileProblem> problems) {
    super(problems.stream().map(FileProblem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong, in the order of the files. */
  public List<FileProblem> problems() {
    return problems;
  }
}
