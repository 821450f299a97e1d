package io.deltas3proxy.deploy;

import java.util.List;
import java.util.Optional;

/**
 * An answer as it came over the connection.
 *
 * @param status 0 where the connection ended before any
 * @param headers lines without their line ends
 * @param text the body, out of its chunks where there were any
 * @param whole whether the framing says that nothing is missing
 */
record RawAnswer(int status, List<String> headers, String text, boolean whole) {

  Optional<String> header(String name) {
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** Everything that the client can see. */
  String all() {
    return String.join("\n", headers) + "\n" + text;
  }

  /** The text of an element of an S3 error, or empty. */
  String element(String name) {
    int from = text.indexOf("<" + name + ">");
    int to = text.indexOf("</" + name + ">");
    return from < 0 || to < from ? "" : text.substring(from + name.length() + 2, to);
  }
}
