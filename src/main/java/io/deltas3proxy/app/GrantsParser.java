package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltas3proxy.access.ConfiguredGrants;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.RulePlace;
import io.deltas3proxy.access.RuleReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code allowedPartitions} of everyone, of {@code users} and of {@code groups}: for each
 * table a list of rules, each a map of conditions.
 */
final class GrantsParser {

  private final Set<String> aliases;
  private final List<Grant> grants = new ArrayList<>();

  private GrantsParser(Set<String> aliases) {
    this.aliases = aliases;
  }

  static ConfiguredGrants parse(Section root, Set<String> aliases) {
    GrantsParser parser = new GrantsParser(aliases);
    parser.read(root, new Grantee.Everyone());
    Section users = root.section("users");
    for (String name : users.names()) {
      // What else a user has is read, and what nobody knows refused, where accounts are read.
      parser.read(users.section(name), new Grantee.User(name));
    }
    Section groups = root.section("groups");
    for (String name : groups.names()) {
      Section group = groups.section(name);
      parser.read(group, new Grantee.Group(name));
      group.end();
    }
    return new ConfiguredGrants(parser.grants);
  }

  private void read(Section owner, Grantee grantee) {
    Section tables = owner.section(ConfiguredGrants.SECTION);
    for (String alias : tables.names()) {
      if (!aliases.contains(alias)) {
        tables.problem(
            alias,
            "is not an alias of tableMapping"
                + Spelling.nearest(alias, aliases)
                    .map(near -> "; did you mean \"" + near + "\"?")
                    .orElse(""));
      }
      JsonNode value = tables.json(alias);
      KeyPath path = tables.path(alias);
      List<PartitionRule> rules = RuleReader.read(value, new Place(tables, path));
      if (!rules.isEmpty()) {
        grants.add(Grant.toRead(path.text(), grantee, alias, rules));
      }
    }
  }

  /** Where rules stand in the configuration. */
  private record Place(Section section, KeyPath path) implements RulePlace {
    @Override
    public RulePlace child(String name) {
      return new Place(section, path.child(name));
    }

    @Override
    public RulePlace element(int index) {
      return new Place(section, path.element(index));
    }

    @Override
    public void problem(String message) {
      section.problem(path, message);
    }
  }
}
