package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.ConfiguredGrants;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.Privilege;
import io.deltas3proxy.access.RulePlace;
import io.deltas3proxy.access.RuleReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code allowedPartitions} and {@code grants} of everyone, of {@code users} and of {@code
 * groups}. The first has for each table a list of rules, each a map of conditions; the second is a
 * list of grants as the administration interface has them.
 */
final class GrantsParser {

  private static final String GRANTS = "grants";
  private static final String TABLES = "tables";
  private static final String RULES = "rules";
  private static final Map<String, Privilege> PRIVILEGES =
      Map.of(
          "read", Privilege.READ,
          "write", Privilege.WRITE,
          "alter", Privilege.ALTER,
          "maintain", Privilege.MAINTAIN);

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
    readShort(owner, grantee);
    JsonNode list = owner.json(GRANTS);
    if (!list.isMissingNode() && !list.isArray()) {
      owner.problem(GRANTS, "must be a list of maps with tables, privileges and rules");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      KeyPath at = owner.path(GRANTS).element(i);
      if (list.get(i) instanceof ObjectNode node) {
        Section grant = owner.at(node, at);
        readGrant(grant, grantee);
        grant.end();
      } else {
        owner.problem(at, "must be a map with tables, privileges and rules");
      }
    }
  }

  private void readGrant(Section grant, Grantee grantee) {
    String tables = tables(grant);
    Set<Privilege> privileges = privileges(grant);
    KeyPath path = grant.path(RULES);
    List<PartitionRule> rules = RuleReader.read(grant.json(RULES), new Place(grant, path));
    if (rules.isEmpty()) {
      grant.problem(RULES, "must name at least one rule; {} is every partition");
    }
    Instant from = grant.parsed("validFrom", UsersParser::instant).orElse(null);
    Instant until = grant.parsed("validUntil", UsersParser::instant).orElse(null);
    boolean ends = from == null || until == null || from.isBefore(until);
    if (!ends) {
      grant.problem("validUntil", "must be after validFrom");
    }
    if (ends && !tables.isEmpty() && !privileges.isEmpty() && !rules.isEmpty()) {
      grants.add(new Grant(path.text(), grantee, tables, privileges, rules, from, until));
    }
  }

  /** Empty when it is wrong. */
  private String tables(Section grant) {
    String tables = grant.text(TABLES, "");
    if (tables.isEmpty()) {
      grant.problem(TABLES, "is missing: an alias, in which * stands for any characters");
    } else if (tables.length() > Grant.LONGEST_PATTERN) {
      grant.problem(TABLES, "must have at most " + Grant.LONGEST_PATTERN + " characters");
      return "";
    } else if (tables.indexOf('*') < 0 && !aliases.contains(tables)) {
      grant.problem(TABLES, notAnAlias(tables));
    }
    return tables;
  }

  private static Set<Privilege> privileges(Section grant) {
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    for (String word : grant.texts("privileges", List.of("read"))) {
      Privilege privilege = PRIVILEGES.get(word);
      if (privilege == null) {
        grant.problem("privileges", "must be a list of read, write, alter and maintain");
        return Set.of();
      }
      privileges.add(privilege);
    }
    if (privileges.isEmpty()) {
      grant.problem("privileges", "must be a list of read, write, alter and maintain, not empty");
    }
    return privileges;
  }

  private String notAnAlias(String alias) {
    return "is not an alias of tableMapping"
        + Spelling.nearest(alias, aliases)
            .map(near -> "; did you mean \"" + near + "\"?")
            .orElse("");
  }

  private void readShort(Section owner, Grantee grantee) {
    Section tables = owner.section(ConfiguredGrants.SECTION);
    for (String alias : tables.names()) {
      if (!aliases.contains(alias)) {
        tables.problem(alias, notAnAlias(alias));
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
