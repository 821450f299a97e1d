package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.Privilege;
import io.deltas3proxy.access.RuleFormatException;
import io.deltas3proxy.access.RuleJson;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Grants as they are written and shown. */
final class GrantJson {

  private static final String PRIVILEGES = "must be a list of read, write, alter and maintain";

  private GrantJson() {}

  /** Reads a grant that has no name yet. */
  static Grant read(Fields fields) {
    Grantee grantee = grantee(fields.object("grantee"));
    String table = fields.text("table");
    if (table.length() > Grant.LONGEST_PATTERN) {
      fields.flaw("table", "must have at most " + Grant.LONGEST_PATTERN + " characters");
    }
    Set<Privilege> privileges = privileges(fields);
    List<PartitionRule> rules = rules(fields);
    if (rules.isEmpty()) {
      fields.flaw("rules", "must name at least one rule; {} is every partition");
    }
    Instant from = fields.instant("validFrom");
    Instant until = fields.instant("validUntil");
    if (from != null && until != null && !from.isBefore(until)) {
      fields.flaw("validUntil", "must be after validFrom");
    }
    fields.end();
    return new Grant("new grant", grantee, table, privileges, rules, from, until);
  }

  static Grantee grantee(Fields fields) {
    String kind = fields.text("kind");
    boolean named = kind.equals("user") || kind.equals("group");
    String name = named ? fields.text("name") : "";
    if (!named && !kind.equals("everyone")) {
      fields.flaw("kind", "must be user, group or everyone");
    }
    fields.end();
    if (!named) {
      return new Grantee.Everyone();
    }
    return kind.equals("user") ? new Grantee.User(name) : new Grantee.Group(name);
  }

  private static Set<Privilege> privileges(Fields fields) {
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    for (String text : fields.texts("privileges")) {
      switch (text) {
        case "read" -> privileges.add(Privilege.READ);
        case "write" -> privileges.add(Privilege.WRITE);
        case "alter" -> privileges.add(Privilege.ALTER);
        case "maintain" -> privileges.add(Privilege.MAINTAIN);
        default -> fields.flaw("privileges", PRIVILEGES);
      }
    }
    if (!fields.has("privileges")) {
      privileges.add(Privilege.READ);
    } else if (privileges.isEmpty()) {
      fields.flaw("privileges", PRIVILEGES + ", not empty");
    }
    return privileges;
  }

  static List<PartitionRule> rules(Fields fields) {
    if (!fields.has("rules")) {
      fields.flaw("rules", "must be given");
      fields.end();
    }
    try {
      return RuleJson.read(fields.value("rules"));
    } catch (RuleFormatException e) {
      for (RuleFormatException.Problem problem : e.problems()) {
        fields.flaw("rules" + problem.path(), problem.message());
      }
      return List.of();
    }
  }

  static ObjectNode write(Stored stored) {
    return write(stored.grant()).put("id", stored.id());
  }

  static ObjectNode write(Grant grant) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("grantee", write(grant.grantee()));
    node.put("table", grant.tablePattern());
    ArrayNode privileges = node.putArray("privileges");
    for (Privilege privilege : Privilege.values()) {
      if (grant.privileges().contains(privilege)) {
        privileges.add(
            switch (privilege) {
              case READ -> "read";
              case WRITE -> "write";
              case ALTER -> "alter";
              case MAINTAIN -> "maintain";
            });
      }
    }
    node.set("rules", RuleJson.write(grant.rules()));
    put(node, "validFrom", grant.validFrom());
    put(node, "validUntil", grant.validUntil());
    return node;
  }

  private static void put(ObjectNode node, String key, @Nullable Instant moment) {
    if (moment != null) {
      node.put(key, moment.toString());
    }
  }

  private static ObjectNode write(Grantee grantee) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return switch (grantee) {
      case Grantee.User(String name) -> node.put("kind", "user").put("name", name);
      case Grantee.Group(String name) -> node.put("kind", "group").put("name", name);
      case Grantee.Everyone() -> node.put("kind", "everyone");
    };
  }
}
