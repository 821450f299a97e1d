package io.deltas3proxy.sts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header {@code Authorization} of a request says (Signature Version 4). Nothing of it is
 * verified.
 *
 * @param signedHeaders lower-case names in their order
 * @param signature 64 lower-case hexadecimal digits
 */
record FormSignature(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {

  /** Example: {@code AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/sts/aws4_request, ...}. */
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +Credential=([A-Za-z0-9_.@=+-]{1,128})/(\\d{8})/([a-z0-9-]{1,64})"
              + "/([a-z0-9-]{1,64})/aws4_request, *SignedHeaders=([a-z0-9;-]{1,2048}),"
              + " *Signature=([0-9a-f]{64})");

  /** Example: {@code 20260101T120000Z}. */
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

  FormSignature {
    signedHeaders = List.copyOf(signedHeaders);
  }

  static Optional<FormSignature> parse(String authorization) {
    Matcher header = HEADER.matcher(authorization);
    if (!header.matches()) {
      return Optional.empty();
    }
    List<String> names = List.of(header.group(5).split(";", -1));
    boolean inOrder = names.stream().sorted().distinct().toList().equals(names);
    return inOrder && !names.contains("")
        ? Optional.of(
            new FormSignature(
                header.group(1),
                header.group(2),
                header.group(3),
                header.group(4),
                names,
                header.group(6)))
        : Optional.empty();
  }

  /** Reads the header {@code X-Amz-Date}. */
  static Optional<Instant> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * What is signed.
   *
   * @param time as {@code X-Amz-Date} has it
   */
  String stringToSign(String time, String canonicalRequest) {
    return String.join(
        "\n",
        "AWS4-HMAC-SHA256",
        time,
        String.join("/", date, region, service, "aws4_request"),
        sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8)));
  }

  /** In lower-case hexadecimal digits. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
