package io.deltas3proxy.app.cli;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.Privilege;
import io.deltas3proxy.access.RuleJson;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.app.OfflineAccounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Grants in words. */
final class GrantText {

  private static final int PAGE = 1000;
  private static final int MOST_UNREADABLE = 100;

  private GrantText() {}

  /** Gives a page of grants. */
  interface Pages {
    List<Stored> after(long id, int most) throws AccountsUnavailableException;
  }

  static List<Stored> all(Pages pages) throws AccountsUnavailableException {
    List<Stored> all = new ArrayList<>();
    List<Stored> page = pages.after(0, PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = pages.after(page.getLast().id(), PAGE);
    }
    return all;
  }

  /** What is wrong with rows that are no grants although they should be. */
  static List<String> unreadable(OfflineAccounts accounts, String kind)
      throws AccountsUnavailableException {
    return accounts.permissions().unreadable(MOST_UNREADABLE).stream()
        .filter(row -> row.name().startsWith(kind))
        .map(row -> row.name() + " allows nothing: " + row.problem())
        .toList();
  }

  static TextTable table() {
    return new TextTable("ID", "FOR", "TABLE", "RULES", "TO", "FROM", "UNTIL");
  }

  static List<@Nullable String> row(Stored stored) {
    Grant grant = stored.grant();
    return Arrays.asList(
        String.valueOf(stored.id()),
        grantee(grant.grantee()),
        grant.tablePattern(),
        RuleJson.write(grant.rules()).toString(),
        privileges(grant),
        grant.validFrom() == null ? null : grant.validFrom().toString(),
        grant.validUntil() == null ? null : grant.validUntil().toString());
  }

  static String grantee(Grantee grantee) {
    return switch (grantee) {
      case Grantee.User(String name) -> "user " + name;
      case Grantee.Group(String name) -> "group " + name;
      case Grantee.Everyone everyone -> "everyone";
    };
  }

  private static String privileges(Grant grant) {
    return Stream.of(Privilege.values())
        .filter(grant.privileges()::contains)
        .map(privilege -> privilege.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
