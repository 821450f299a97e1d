package io.deltas3proxy.client;

import java.util.List;
import java.util.regex.Pattern;

/** How the end of a body is known (RFC 9112, section 6). */
sealed interface Framing {

  /** There is none. */
  record None() implements Framing {}

  /** It has so many bytes. */
  record Measured(long length) implements Framing {}

  /** It comes in chunks. */
  record Chunked() implements Framing {}

  /** It ends with the connection; only an answer may. */
  record ToTheEnd() implements Framing {}

  /** Example: {@code 1024}. */
  Pattern LENGTH = Pattern.compile("\\d{1,18}");

  static Framing ofRequest(Head head) throws MalformedMessageException {
    Framing framing = said(head);
    return framing instanceof ToTheEnd ? new None() : framing;
  }

  static Framing ofAnswer(Head head, int status, boolean toHead) throws MalformedMessageException {
    if (toHead || status < 200 || status == 204 || status == 304) {
      return new None();
    }
    return said(head);
  }

  private static Framing said(Head head) throws MalformedMessageException {
    List<String> encodings = head.values("Transfer-Encoding");
    List<String> lengths = head.values("Content-Length");
    if (encodings.size() == 1
        && lengths.isEmpty()
        && encodings.getFirst().equalsIgnoreCase("chunked")) {
      return new Chunked();
    }
    if (!encodings.isEmpty() || lengths.size() > 1) {
      throw new MalformedMessageException("the end of the body is ambiguous");
    }
    if (lengths.isEmpty()) {
      return new ToTheEnd();
    }
    if (!LENGTH.matcher(lengths.getFirst()).matches()) {
      throw new MalformedMessageException("not a length");
    }
    long length = Long.parseLong(lengths.getFirst());
    return length == 0 ? new None() : new Measured(length);
  }
}
