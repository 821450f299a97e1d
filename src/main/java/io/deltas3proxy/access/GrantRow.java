package io.deltas3proxy.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A grant as the columns of the database have it.
 *
 * @param kind {@code user}, {@code group} or {@code everyone}
 * @param name of the user or group; empty for everyone
 * @param privileges words such as {@code read} and {@code write} with commas between them
 * @param rules as {@link RuleJson} has them
 * @param validFrom milliseconds since 1970 as the database shows them; {@code null} for always
 * @param validUntil the same; {@code null} for never
 */
record GrantRow(
    String kind,
    String name,
    String tablePattern,
    String privileges,
    String rules,
    @Nullable String validFrom,
    @Nullable String validUntil) {

  private static final String USER = "user";
  private static final String GROUP = "group";
  private static final String EVERYONE = "everyone";

  static GrantRow of(Grant grant) {
    return new GrantRow(
        kind(grant.grantee()),
        name(grant.grantee()),
        grant.tablePattern(),
        grant.privileges().stream().sorted().map(GrantRow::word).collect(Collectors.joining(",")),
        RuleJson.write(grant.rules()).toString(),
        millis(grant.validFrom()),
        millis(grant.validUntil()));
  }

  private static String word(Privilege privilege) {
    return privilege.name().toLowerCase(Locale.ROOT);
  }

  static String kind(Grantee grantee) {
    return switch (grantee) {
      case Grantee.User user -> USER;
      case Grantee.Group group -> GROUP;
      case Grantee.Everyone everyone -> EVERYONE;
    };
  }

  /** Empty for everyone. */
  static String name(Grantee grantee) {
    return switch (grantee) {
      case Grantee.User(String user) -> user;
      case Grantee.Group(String group) -> group;
      case Grantee.Everyone everyone -> "";
    };
  }

  private static @Nullable String millis(@Nullable Instant moment) {
    return moment == null ? null : Long.toString(moment.toEpochMilli());
  }

  /**
   * @throws IllegalArgumentException when the columns make no grant
   */
  Grant read(String grantName) throws RuleFormatException {
    return new Grant(
        grantName,
        grantee(),
        tablePattern,
        readPrivileges(),
        RuleJson.parse(rules),
        moment(validFrom),
        moment(validUntil));
  }

  private Grantee grantee() {
    return switch (kind) {
      case USER -> new Grantee.User(name);
      case GROUP -> new Grantee.Group(name);
      case EVERYONE -> new Grantee.Everyone();
      default -> throw new IllegalArgumentException("a grant for a " + kind);
    };
  }

  private Set<Privilege> readPrivileges() {
    Set<Privilege> read = EnumSet.noneOf(Privilege.class);
    for (String word : List.of(privileges.split(",", -1))) {
      read.add(Privilege.valueOf(word.strip().toUpperCase(Locale.ROOT)));
    }
    return read;
  }

  private static @Nullable Instant moment(@Nullable String millis) {
    try {
      return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    } catch (NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException("a moment that is none: " + millis, e);
    }
  }
}
