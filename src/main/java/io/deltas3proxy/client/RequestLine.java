package io.deltas3proxy.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a request.
 *
 * @param target as sent
 */
record RequestLine(String method, String target) {

  /** Example: {@code GET /datalake?list-type=2 HTTP/1.1}. */
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^ \\x00-\\x1f\\x7f]+) HTTP/1\\.1");

  static RequestLine of(Head head) throws MalformedMessageException {
    Matcher line = LINE.matcher(head.start());
    if (!line.matches()) {
      throw new MalformedMessageException("not a request of HTTP/1.1");
    }
    return new RequestLine(line.group(1), line.group(2));
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  String text() {
    return method + " " + target + " HTTP/1.1";
  }

  /** For the log: without a query, which can hold signatures. */
  String shown() {
    int query = target.indexOf('?');
    return method + " " + (query < 0 ? target : target.substring(0, query) + "?...");
  }
}
