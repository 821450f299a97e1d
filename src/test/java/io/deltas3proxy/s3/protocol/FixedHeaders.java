package io.deltas3proxy.s3.protocol;

import java.util.List;

/** Headers given as lines. */
final class FixedHeaders implements RequestHeaders {

  private final List<String> lines;

  FixedHeaders(String... lines) {
    this.lines = List.of(lines);
  }

  @Override
  public List<String> values(String name) {
    return lines.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  @Override
  public List<String> names() {
    return lines.stream().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }
}
