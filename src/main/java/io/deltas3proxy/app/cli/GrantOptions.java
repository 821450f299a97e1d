package io.deltas3proxy.app.cli;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.Grantee;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A grant as it is written on the command line. */
final class GrantOptions {

  /** Whom it is for. */
  static final class To {
    @Option(names = "--user", paramLabel = "USER", description = "For this user.")
    private @Nullable String user;

    @Option(names = "--group", paramLabel = "GROUP", description = "For this group.")
    private @Nullable String group;

    @Option(names = "--everyone", description = "For every caller.")
    private boolean everyone;

    Grantee grantee() {
      if (user != null) {
        return new Grantee.User(user);
      }
      if (group != null) {
        return new Grantee.Group(group);
      }
      if (!everyone) {
        throw new IllegalArgumentException("--everyone has no other value than true");
      }
      return new Grantee.Everyone();
    }
  }

  @ArgGroup(multiplicity = "1")
  private To to = new To();

  @Option(
      names = "--table",
      required = true,
      paramLabel = "ALIAS",
      description = "The table; * in it stands for any characters.")
  private @Nullable String table;

  @Option(
      names = "--rule",
      required = true,
      paramLabel = "JSON",
      description = "Partitions, for example {\"MIC\": \"XMIL\"}; {} is all. May be repeated.")
  private @Nullable List<RuleArgument> rules;

  @Mixin private PrivilegeOptions privileges = new PrivilegeOptions();

  @Option(names = "--from", paramLabel = "MOMENT", description = "When it begins.")
  private @Nullable Instant from;

  @Option(names = "--until", paramLabel = "MOMENT", description = "When it ends.")
  private @Nullable Instant until;

  /**
   * The grant, which has no name yet.
   *
   * @throws IllegalArgumentException when it cannot be
   */
  Grant grant() {
    return new Grant(
        "new grant",
        to.grantee(),
        Objects.requireNonNull(table),
        privileges.all(),
        RuleArgument.all(rules),
        from,
        until);
  }
}
