package io.deltas3proxy.sts;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request as they were sent: in the query of a GET, in the body of a POST, or,
 * as some clients do, in the query of a POST without a body.
 *
 * @param text the query or the body; a plus is a space in both, as it is to the signature
 * @param bodyHash SHA-256 of the body in lower-case hexadecimal digits: what a signature is for
 */
record StsForm(String text, String bodyHash) {

  static final int MOST_BYTES = 64 * 1024;

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String EMPTY_HASH = sha256(new byte[0]);

  /** Reads the body to its end, if that comes early enough. */
  static StsForm read(HttpServletRequest request) throws IOException {
    String query = request.getQueryString();
    if (request.getMethod().equals("GET")) {
      if (request.getContentLengthLong() > 0) {
        throw invalid("A GET request has no body");
      }
      return new StsForm(query == null ? "" : query, EMPTY_HASH);
    }
    if (!request.getMethod().equals("POST")) {
      throw new StsException(StsErrorCode.INVALID_ACTION, "Only GET and POST are supported");
    }
    if (query != null && !query.isEmpty()) {
      if (request.getInputStream().read() >= 0) {
        throw invalid("The parameters must stand in the query or in the body, not in both");
      }
      return new StsForm(query, EMPTY_HASH);
    }
    if (!isForm(request.getContentType())) {
      throw invalid("The content type of a POST request must be " + FORM);
    }
    byte[] body =
        request.getContentLengthLong() > MOST_BYTES
            ? new byte[MOST_BYTES + 1]
            : request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw invalid("The body is longer than " + MOST_BYTES + " bytes");
    }
    return new StsForm(new String(body, StandardCharsets.UTF_8), sha256(body));
  }

  static boolean isForm(@Nullable String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static StsException invalid(String message) {
    return new StsException(StsErrorCode.VALIDATION_ERROR, message);
  }
}
