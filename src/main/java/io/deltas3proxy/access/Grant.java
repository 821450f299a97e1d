package io.deltas3proxy.access;

import io.deltas3proxy.accounts.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A right that somebody gave.
 *
 * @param name where it stands, for explanations: for example {@code grant 17} or {@code
 *     users.alice.allowedPartitions.trades}
 * @param tablePattern a table's alias, in which {@code *} stands for any characters, none included
 * @param privileges not empty
 * @param rules a partition is meant when one of them allows it; never empty
 * @param validFrom first moment; {@code null} for always
 * @param validUntil the moment when it ends; {@code null} for never
 */
public record Grant(
    String name,
    Grantee grantee,
    String tablePattern,
    Set<Privilege> privileges,
    List<PartitionRule> rules,
    @Nullable Instant validFrom,
    @Nullable Instant validUntil) {

  /** What the names of grants of the database begin with. */
  static final String STORED = "grant ";

  /** What the names of rows of the table {@code permissions} begin with. */
  static final String PERMISSION = "permission ";

  /** Characters of the longest name of a table. */
  public static final int LONGEST_PATTERN = 255;

  public Grant {
    privileges = Set.copyOf(privileges);
    rules = List.copyOf(rules);
    if (tablePattern.isEmpty() || privileges.isEmpty() || rules.isEmpty()) {
      throw new IllegalArgumentException("a grant names tables, privileges and rules");
    }
    if (tablePattern.length() > LONGEST_PATTERN) {
      throw new IllegalArgumentException(
          "the name of a table has at most " + LONGEST_PATTERN + " characters");
    }
    if (validFrom != null && validUntil != null && !validFrom.isBefore(validUntil)) {
      throw new IllegalArgumentException("a grant that ends before it begins");
    }
  }

  /** A right to read that always holds. */
  public static Grant toRead(
      String name, Grantee grantee, String tablePattern, List<PartitionRule> rules) {
    return new Grant(name, grantee, tablePattern, Set.of(Privilege.READ), rules, null, null);
  }

  /**
   * The name of one of the rules: {@code grant 17 rule 0} or {@code allowedPartitions.trades[0]}.
   *
   * @param rule position in the list, from 0
   */
  public String ruleName(int rule) {
    boolean ofDatabase = name.startsWith(STORED) || name.startsWith(PERMISSION);
    return ofDatabase ? name + " rule " + rule : name + "[" + rule + "]";
  }

  /** Whether it is about this table. Aliases are compared exactly. */
  public boolean covers(String alias) {
    return TablePattern.matches(tablePattern, alias);
  }

  /**
   * Whether it is for this caller.
   *
   * @param principal {@code null} for somebody anonymous
   */
  public boolean isFor(@Nullable Principal principal) {
    return grantee.includes(principal);
  }

  public boolean isValidAt(Instant moment) {
    return (validFrom == null || !moment.isBefore(validFrom))
        && (validUntil == null || moment.isBefore(validUntil));
  }
}
