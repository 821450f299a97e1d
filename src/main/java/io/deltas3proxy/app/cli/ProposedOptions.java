package io.deltas3proxy.app.cli;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantChange;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes of grants that are only tried. */
final class ProposedOptions {

  /** Whom rules are for. */
  static final class To {
    @Option(names = "--to-user", paramLabel = "USER", description = "The rules are for this user.")
    private @Nullable String user;

    @Option(
        names = "--to-group",
        paramLabel = "GROUP",
        description = "The rules are for this group.")
    private @Nullable String group;

    @Option(names = "--to-everyone", description = "The rules are for every caller.")
    private boolean everyone;

    Grantee grantee() {
      if (user != null) {
        return new Grantee.User(user);
      }
      if (group != null) {
        return new Grantee.Group(group);
      }
      if (!everyone) {
        throw new IllegalArgumentException("--to-everyone has no other value than true");
      }
      return new Grantee.Everyone();
    }
  }

  @ArgGroup private @Nullable To to;

  @Option(
      names = "--rule",
      paramLabel = "JSON",
      description = "Partitions that are given. May be repeated.")
  private @Nullable List<RuleArgument> rules;

  @Mixin private PrivilegeOptions privileges = new PrivilegeOptions();

  @Option(
      names = "--instead",
      description =
          "To read alone, in the place of all rules for the same user, group or everyone.")
  private boolean instead;

  @Option(
      names = "--remove",
      paramLabel = "NAME",
      description = "A grant that is taken away, for example \"grant 17\". May be repeated.")
  private @Nullable List<String> removed;

  /**
   * The changes.
   *
   * @throws IllegalArgumentException when they do not make sense
   */
  List<GrantChange> changes(String alias) {
    List<GrantChange> changes = new ArrayList<>();
    Arguments.all(removed).forEach(name -> changes.add(new GrantChange.Remove(name)));
    List<PartitionRule> given = RuleArgument.all(rules);
    if (to == null && (instead || !given.isEmpty())) {
      throw new IllegalArgumentException(
          "--rule and --instead need --to-user, --to-group or --to-everyone");
    }
    boolean toReadAlone = privileges.all().equals(Set.of(Privilege.READ));
    if (!toReadAlone && (to == null || instead)) {
      throw new IllegalArgumentException(
          "--write, --alter, --maintain and --no-read are of a grant more: give --rule"
              + " for somebody, without --instead");
    }
    if (to != null && instead) {
      changes.add(new GrantChange.Rules(to.grantee(), alias, given));
    } else if (to != null) {
      if (given.isEmpty()) {
        throw new IllegalArgumentException("--rule is needed, or --instead to take all away");
      }
      changes.add(
          new GrantChange.Add(
              new Grant("new grant", to.grantee(), alias, privileges.all(), given, null, null)));
    }
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("nothing is changed: give --rule or --remove");
    }
    return changes;
  }
}
