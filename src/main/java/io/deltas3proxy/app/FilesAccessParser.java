package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.files.FilePrivilege;
import io.deltas3proxy.files.FileRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads who may read and write which files. */
final class FilesAccessParser {

  private static final String ACCESS = "access";
  private static final String PRIVILEGES = "privileges";
  private static final String WORDS = "must be a list of read and write";

  private FilesAccessParser() {}

  static List<FileRule> parse(Section files) {
    List<FileRule> rules = new ArrayList<>();
    JsonNode list = files.json(ACCESS);
    if (!list.isMissingNode() && !list.isArray()) {
      files.problem(ACCESS, "must be a list of maps with a grantee, buckets and privileges");
      return rules;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof ObjectNode node) {
        Section rule = files.at(node, files.path(ACCESS).element(i));
        rule(rule).ifPresent(rules::add);
        rule.end();
      } else {
        files.problem(files.path(ACCESS).element(i), "must be a map with a grantee and privileges");
      }
    }
    return rules;
  }

  private static Optional<FileRule> rule(Section rule) {
    Optional<Grantee> grantee = grantee(rule);
    List<String> buckets = rule.texts("buckets", List.of("*"));
    if (buckets.isEmpty()) {
      rule.problem("buckets", "must name a bucket; * stands for any characters");
    }
    Set<FilePrivilege> privileges = privileges(rule);
    String prefix = rule.isEmptyText("prefix") ? "" : rule.text("prefix", "");
    return grantee.isEmpty() || buckets.isEmpty() || privileges.isEmpty()
        ? Optional.empty()
        : Optional.of(new FileRule(grantee.get(), buckets, prefix, privileges));
  }

  private static Optional<Grantee> grantee(Section rule) {
    Optional<Grantee> user = rule.text("user").map(Grantee.User::new);
    Optional<Grantee> group = rule.text("group").map(Grantee.Group::new);
    boolean everyone = rule.flag("everyone", false);
    int given = (user.isPresent() ? 1 : 0) + (group.isPresent() ? 1 : 0) + (everyone ? 1 : 0);
    if (given != 1) {
      rule.problem("user", "must be given, or group, or everyone: true: one of them");
      return Optional.empty();
    }
    return everyone ? Optional.of(new Grantee.Everyone()) : user.or(() -> group);
  }

  private static Set<FilePrivilege> privileges(Section rule) {
    Set<FilePrivilege> privileges = EnumSet.noneOf(FilePrivilege.class);
    for (String word : rule.texts(PRIVILEGES, List.of())) {
      Optional<FilePrivilege> privilege = FilePrivilege.named(word);
      if (privilege.isEmpty()) {
        rule.problem(PRIVILEGES, WORDS + ", not " + rule.shown(PRIVILEGES, word));
        return Set.of();
      }
      privileges.add(privilege.get());
    }
    if (privileges.isEmpty()) {
      rule.problem(PRIVILEGES, WORDS + ", not empty");
    }
    return privileges;
  }
}
