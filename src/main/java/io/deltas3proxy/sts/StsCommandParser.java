package io.deltas3proxy.sts;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a command out of the parameters of a request. */
final class StsCommandParser {

  static final String VERSION = "2011-06-15";

  /** Example: {@code arn:aws:iam::000000000000:role/self}; a group's name may have any form. */
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws:iam::000000000000:role/([^\\p{Cntrl}]{1,255})");

  /** Example: {@code notebook-1@example.com}. */
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  /** Example: {@code 3600}. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private static final int LEAST_SECONDS = 900;
  private static final String ROLE = "RoleArn";
  private static final String SESSION = "RoleSessionName";
  private static final String DURATION = "DurationSeconds";
  private static final String TOKEN = "WebIdentityToken";

  private final Duration longest;

  /**
   * Makes it.
   *
   * @param longest that a session may last
   */
  StsCommandParser(Duration longest) {
    this.longest = longest;
  }

  StsCommand parse(StsParameters parameters) {
    String action =
        parameters
            .get("Action")
            .orElseThrow(() ->
                new StsException(
                    StsErrorCode.MISSING_ACTION, "The request must contain the parameter Action."));
    boolean known = parameters.get("Version").equals(Optional.of(VERSION));
    return switch (known ? action : "") {
      case "AssumeRoleWithWebIdentity" -> {
        requireKnown(parameters, Set.of("Action", "Version", ROLE, SESSION, DURATION, TOKEN));
        yield new StsCommand.AssumeRoleWithWebIdentity(role(parameters), parameters.require(TOKEN));
      }
      case "AssumeRole" -> {
        requireKnown(parameters, Set.of("Action", "Version", ROLE, SESSION, DURATION));
        yield new StsCommand.AssumeRole(role(parameters));
      }
      case "GetCallerIdentity" -> {
        requireKnown(parameters, Set.of("Action", "Version"));
        yield new StsCommand.GetCallerIdentity();
      }
      default ->
          throw new StsException(
              StsErrorCode.INVALID_ACTION,
              "The action or version is not known: AssumeRoleWithWebIdentity, AssumeRole and"
                  + " GetCallerIdentity of version "
                  + VERSION
                  + " are");
    };
  }

  /** Most parameters that are not known would narrow the session: none is passed over. */
  private static void requireKnown(StsParameters parameters, Set<String> known) {
    Optional<String> other = parameters.firstOtherThan(known);
    if (other.isEmpty()) {
      return;
    }
    if (other.get().equals("Policy") || other.get().startsWith("PolicyArns.")) {
      throw new StsException(
          StsErrorCode.MALFORMED_POLICY_DOCUMENT,
          "Session policies are not supported: take on a role that has only the rights of one"
              + " group");
    }
    throw new StsException(
            StsErrorCode.INVALID_PARAMETER_VALUE, "A parameter that is not supported was given")
        .because("unsupported parameter " + other.get());
  }

  private StsCommand.RoleRequest role(StsParameters parameters) {
    Matcher arn = ROLE_ARN.matcher(parameters.require(ROLE));
    if (!arn.matches()) {
      throw invalid(
          ROLE + " must be arn:aws:iam::000000000000:role/ and self or the name of a group");
    }
    String session = parameters.require(SESSION);
    if (!SESSION_NAME.matcher(session).matches()) {
      throw invalid(SESSION + " must be 2 to 64 characters of the pattern [\\w+=,.@-]*");
    }
    return new StsCommand.RoleRequest(
        arn.group(1), session, parameters.get(DURATION).map(this::duration));
  }

  private Duration duration(String text) {
    long seconds = SECONDS.matcher(text).matches() ? Long.parseLong(text) : 0;
    if (seconds < LEAST_SECONDS || seconds > longest.toSeconds()) {
      throw invalid(
          DURATION
              + " must be a whole number from "
              + LEAST_SECONDS
              + " to "
              + longest.toSeconds()
              + ", the longest time that a session may last");
    }
    return Duration.ofSeconds(seconds);
  }

  private static StsException invalid(String message) {
    return new StsException(StsErrorCode.VALIDATION_ERROR, message);
  }
}
