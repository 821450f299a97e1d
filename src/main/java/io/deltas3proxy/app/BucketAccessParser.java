package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.Grantee;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the lists {@code access}: who may do what with names of which buckets.
 *
 * @param <P> what can be allowed
 * @param <R> a rule
 */
final class BucketAccessParser<P extends Enum<P>, R> {

  private static final String ACCESS = "access";
  private static final String PRIVILEGES = "privileges";

  private final Vocabulary<P> vocabulary;
  private final Maker<P, R> maker;

  BucketAccessParser(Vocabulary<P> vocabulary, Maker<P, R> maker) {
    this.vocabulary = vocabulary;
    this.maker = maker;
  }

  /**
   * The words for what can be allowed.
   *
   * @param words all of them, for messages: {@code read and write}
   */
  record Vocabulary<P extends Enum<P>>(
      Class<P> type, Function<String, Optional<P>> named, String words) {

    String demand() {
      return "must be a list of " + words;
    }
  }

  /** Makes a rule. */
  @FunctionalInterface
  interface Maker<P, R> {
    R rule(Grantee grantee, List<String> buckets, String prefix, Set<P> privileges);
  }

  List<R> parse(Section section) {
    List<R> rules = new ArrayList<>();
    JsonNode list = section.json(ACCESS);
    if (!list.isMissingNode() && !list.isArray()) {
      section.problem(ACCESS, "must be a list of maps with a grantee, buckets and privileges");
      return rules;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof ObjectNode node) {
        Section rule = section.at(node, section.path(ACCESS).element(i));
        rule(rule).ifPresent(rules::add);
        rule.end();
      } else {
        section.problem(
            section.path(ACCESS).element(i), "must be a map with a grantee and privileges");
      }
    }
    return rules;
  }

  private Optional<R> rule(Section rule) {
    Optional<Grantee> grantee = grantee(rule);
    List<String> buckets = rule.texts("buckets", List.of("*"));
    if (buckets.isEmpty()) {
      rule.problem("buckets", "must name a bucket; * stands for any characters");
    }
    Set<P> privileges = privileges(rule);
    String prefix = rule.isEmptyText("prefix") ? "" : rule.text("prefix", "");
    return grantee.isEmpty() || buckets.isEmpty() || privileges.isEmpty()
        ? Optional.empty()
        : Optional.of(maker.rule(grantee.get(), buckets, prefix, privileges));
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

  private Set<P> privileges(Section rule) {
    Set<P> privileges = EnumSet.noneOf(vocabulary.type());
    for (String word : rule.texts(PRIVILEGES, List.of())) {
      Optional<P> privilege = vocabulary.named().apply(word);
      if (privilege.isEmpty()) {
        rule.problem(PRIVILEGES, vocabulary.demand() + ", not " + rule.shown(PRIVILEGES, word));
        return Set.of();
      }
      privileges.add(privilege.get());
    }
    if (privileges.isEmpty()) {
      rule.problem(PRIVILEGES, vocabulary.demand() + ", not empty");
    }
    return privileges;
  }
}
