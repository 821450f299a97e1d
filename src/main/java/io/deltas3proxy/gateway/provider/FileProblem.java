package io.deltas3proxy.gateway.provider;

/**
 * One thing that is wrong with a file, in words without secrets.
 *
 * @param file its name
 * @param line from 1; 0 where it is the whole file
 * @param column from 1; 0 where it is the whole line
 */
public record FileProblem(String file, int line, int column, String message) {

  static FileProblem of(String file, Position at, String message) {
    return new FileProblem(file, at.line(), at.column(), message);
  }

  static FileProblem of(String file, String message) {
    return new FileProblem(file, 0, 0, message);
  }

  @Override
  public String toString() {
    String place = line == 0 ? "" : ", line " + line + (column == 0 ? "" : ", column " + column);
    return file + place + ": " + message;
  }
}
