package io.deltas3proxy.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of an answer.
 *
 * @param reason may be empty
 */
record StatusLine(boolean keepsAlive, int status, String reason) {

  /** Example: {@code HTTP/1.1 307 Temporary Redirect}. */
  private static final Pattern LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5]\\d\\d)(?: (.*))?");

  static StatusLine of(Head head) throws MalformedMessageException {
    Matcher line = LINE.matcher(head.start());
    if (!line.matches()) {
      throw new MalformedMessageException("not an answer of HTTP/1.1");
    }
    String reason = line.group(3);
    return new StatusLine(
        line.group(1).equals("1") && !head.has("Connection", "close"),
        Integer.parseInt(line.group(2)),
        reason == null ? "" : reason);
  }

  boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  String text() {
    return "HTTP/1.1 " + status + " " + reason;
  }
}
