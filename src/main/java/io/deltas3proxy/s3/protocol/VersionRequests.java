package io.deltas3proxy.s3.protocol;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The documents of requests that only buckets with versions serve. */
public final class VersionRequests {

  /** Example: {@code 30}. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  private VersionRequests() {}

  /**
   * Where a bucket is to be.
   *
   * @param document may be empty
   * @return empty for anywhere
   */
  public static Optional<String> location(byte[] document) {
    if (document.length == 0) {
      return Optional.empty();
    }
    return XmlReader.read(document)
        .requireForm("CreateBucketConfiguration", Set.of("LocationConstraint"))
        .textOf("LocationConstraint")
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Whether versions are to be kept from now on. */
  public static boolean versioning(byte[] document) {
    String status =
        XmlReader.read(document)
            .requireForm("VersioningConfiguration", Set.of("Status", "MfaDelete"))
            .requireTextOf("Status")
            .strip();
    return switch (status) {
      case "Enabled" -> true;
      case "Suspended" -> false;
      default -> throw XmlElement.malformed();
    };
  }

  /**
   * Until when a version is to be kept.
   *
   * @return empty to end its retention
   */
  public static Optional<ObjectRetention> retention(byte[] document) {
    XmlElement root =
        XmlReader.read(document).requireForm("Retention", Set.of("Mode", "RetainUntilDate"));
    Optional<String> mode = root.textOf("Mode").map(String::strip);
    Optional<String> until = root.textOf("RetainUntilDate").map(String::strip);
    if (mode.isPresent() != until.isPresent()) {
      throw XmlElement.malformed();
    }
    return mode.map(
        text -> new ObjectRetention(lockMode(text), ObjectLock.instant(until.orElseThrow())));
  }

  /** Whether a version is to be held. */
  public static boolean legalHold(byte[] document) {
    String status =
        XmlReader.read(document)
            .requireForm("LegalHold", Set.of("Status"))
            .requireTextOf("Status")
            .strip();
    return switch (status) {
      case "ON" -> true;
      case "OFF" -> false;
      default -> throw XmlElement.malformed();
    };
  }

  /** How versions of a bucket are to be locked. */
  public static LockConfiguration lockConfiguration(byte[] document) {
    XmlElement root =
        XmlReader.read(document)
            .requireForm("ObjectLockConfiguration", Set.of("ObjectLockEnabled", "Rule"));
    if (!root.requireTextOf("ObjectLockEnabled").strip().equals("Enabled")
        || root.all("Rule").size() > 1) {
      throw XmlElement.malformed();
    }
    return new LockConfiguration(
        root.all("Rule").stream().findFirst().map(VersionRequests::rule).orElse(null));
  }

  private static DefaultRetention rule(XmlElement rule) {
    rule.requireForm("Rule", Set.of("DefaultRetention"));
    if (rule.all("DefaultRetention").size() != 1) {
      throw XmlElement.malformed();
    }
    XmlElement given =
        rule.all("DefaultRetention")
            .getFirst()
            .requireForm("DefaultRetention", Set.of("Mode", "Days", "Years"));
    Optional<String> days = given.textOf("Days").map(String::strip);
    Optional<String> years = given.textOf("Years").map(String::strip);
    String amount = days.or(() -> years).orElse("");
    if (days.isPresent() == years.isPresent() || !NUMBER.matcher(amount).matches()) {
      throw XmlElement.malformed();
    }
    return new DefaultRetention(
        lockMode(given.requireTextOf("Mode").strip()), Integer.parseInt(amount), years.isPresent());
  }

  private static LockMode lockMode(String text) {
    return switch (text) {
      case "GOVERNANCE" -> LockMode.GOVERNANCE;
      case "COMPLIANCE" -> LockMode.COMPLIANCE;
      default -> throw XmlElement.malformed();
    };
  }
}
