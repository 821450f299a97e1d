package io.deltas3proxy.dev.interop;

/**
 * The same read of the table, filtered by partition, and of its view.
 *
 * @param check the kind of read
 * @param read what was asked for
 */
record Comparison(String check, String read, Outcome expected, Outcome seen) {

  /** One line: kind, state, number of rows, what was read, and the difference or the error. */
  String line() {
    if (!expected.agreesWith(seen)) {
      return line("FAILED", 0, seen.differenceFrom(expected));
    }
    if (seen.failed()) {
      return line("neither", 0, seen.error());
    }
    // The schema is one of them.
    return line("ok", seen.rows().size() - 1, "");
  }

  private String line(String state, int rows, String said) {
    return String.join("\t", check, state, String.valueOf(rows), read, said.replaceAll("\\s", " "));
  }
}
