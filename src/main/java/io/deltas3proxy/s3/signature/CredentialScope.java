package io.deltas3proxy.s3.signature;

import org.jspecify.annotations.Nullable;

/**
 * The key that a request says it is signed with, and what a signature by it is good for.
 *
 * @param accessKeyId not verified
 * @param day for example {@code 20260131}
 */
record CredentialScope(String accessKeyId, String day, String region, String service) {

  private static final String TERMINATOR = "aws4_request";
  private static final int MOST_ID_CHARACTERS = 128;

  /**
   * Reads, for example, {@code AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request}; {@code
   * null} for what is not of this form. The id may hold slashes no more than any other part.
   */
  static @Nullable CredentialScope parse(String text) {
    String[] parts = text.split("/", 6);
    boolean good =
        parts.length == 5
            && !parts[0].isEmpty()
            && parts[0].length() <= MOST_ID_CHARACTERS
            && isDay(parts[1])
            && parts[4].equals(TERMINATOR);
    return good ? new CredentialScope(parts[0], parts[1], parts[2], parts[3]) : null;
  }

  private static boolean isDay(String text) {
    return text.length() == 8 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** As it stands in the string to sign. */
  String text() {
    return day + '/' + region + '/' + service + '/' + TERMINATOR;
  }
}
