package io.deltas3proxy.s3.protocol;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How a request's body is delimited (RFC 9112, section 6). What two servers could read differently
 * is refused.
 */
final class MessageFraming {

  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  private MessageFraming() {}

  static void require(RequestHeaders headers) {
    List<String> encodings = headers.values("Transfer-Encoding");
    List<String> lengths = headers.values("Content-Length");
    boolean chunked = encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked");
    boolean measured = lengths.size() == 1 && DIGITS.matcher(lengths.getFirst()).matches();
    boolean safe =
        encodings.isEmpty() ? lengths.isEmpty() || measured : chunked && lengths.isEmpty();
    if (!safe) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "The framing of the request's body is ambiguous");
    }
  }
}
