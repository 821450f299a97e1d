package io.deltas3proxy.s3.protocol;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request that stores a version says of its lock.
 *
 * @param retention {@code null} where the request does not say
 * @param legalHold {@code null} where the request does not say
 */
public record ObjectLock(@Nullable ObjectRetention retention, @Nullable Boolean legalHold) {

  static final String MODE = "x-amz-object-lock-mode";
  static final String UNTIL = "x-amz-object-lock-retain-until-date";
  static final String HOLD = "x-amz-object-lock-legal-hold";

  /** What no clock reaches cannot be kept, nor be written as other dates are. */
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  /** The headers that say it, lower case. */
  static final Set<String> HEADERS = Set.of(MODE, UNTIL, HOLD);

  /**
   * Reads it.
   *
   * @param headers lower-case names
   * @throws S3Exception for what is no lock
   */
  public static ObjectLock of(Map<String, String> headers) {
    String mode = headers.get(MODE);
    String until = headers.get(UNTIL);
    String hold = headers.get(HOLD);
    if ((mode == null) != (until == null)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, MODE + " and " + UNTIL + " must both be supplied");
    }
    return new ObjectLock(
        mode == null || until == null ? null : new ObjectRetention(mode(mode), instant(until)),
        hold == null ? null : hold(hold));
  }

  /** The other headers. */
  public static Map<String, String> without(Map<String, String> headers) {
    Map<String, String> others = new HashMap<>(headers);
    others.keySet().removeAll(HEADERS);
    return others;
  }

  /** Whether it says anything. */
  public boolean isGiven() {
    return retention != null || legalHold != null;
  }

  static LockMode mode(String text) {
    return switch (text) {
      case "GOVERNANCE" -> LockMode.GOVERNANCE;
      case "COMPLIANCE" -> LockMode.COMPLIANCE;
      default -> throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Unknown wormMode directive.");
    };
  }

  /** Example: {@code 2030-01-01T00:00:00Z}; years have four digits. */
  static Instant instant(String text) {
    try {
      Instant instant = Instant.parse(text);
      if (instant.isBefore(END)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      throw noInstant();
    }
    throw noInstant();
  }

  private static S3Exception noInstant() {
    return new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT, "The retain until date must be provided in ISO 8601 format");
  }

  static boolean hold(String text) {
    return switch (text) {
      case "ON" -> true;
      case "OFF" -> false;
      default ->
          throw new S3Exception(
              S3ErrorCode.INVALID_ARGUMENT, "Legal Hold must be either of 'ON' or 'OFF'");
    };
  }
}
