package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.ExplainedCaller;
import io.deltas3proxy.access.Grounds;
import io.deltas3proxy.access.ObjectExplanation;
import io.deltas3proxy.access.PartitionView;
import io.deltas3proxy.access.RuleJson;
import io.deltas3proxy.access.RuleView;
import io.deltas3proxy.access.SightChange;
import io.deltas3proxy.access.TableExplanation;
import io.deltas3proxy.access.Totals;
import io.deltas3proxy.access.WriteVerdict;
import io.deltas3proxy.access.WritingRights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explanations as they are shown. Why a log cannot be known stays away, because that may say where
 * the table is.
 */
final class ExplanationJson {

  private ExplanationJson() {}

  private static ObjectNode start(ExplainedCaller caller, String table) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode who = node.putObject("caller");
    if (caller.user() != null) {
      who.put("user", caller.user());
    }
    who.set("groups", AccountJson.texts(caller.groups()));
    who.put("groupsOnly", caller.groupsOnly()).put("disabled", caller.disabled());
    return node.put("table", table);
  }

  static ObjectNode object(ObjectExplanation explanation) {
    ObjectNode node = start(explanation.caller(), explanation.table());
    node.put("path", explanation.path());
    node.put("decision", explanation.verdict().name().toLowerCase(Locale.ROOT));
    if (explanation.verdict() != ObjectExplanation.Verdict.UNKNOWABLE) {
      node.put("reason", explanation.reason());
    }
    Grounds grounds = explanation.grounds();
    node.put("kind", grounds.kind().name().toLowerCase(Locale.ROOT));
    if (grounds.rule() != null) {
      node.put("rule", grounds.rule());
    }
    ArrayNode partitions = node.putArray("partitions");
    grounds.partitions().forEach(values -> put(partitions.addObject(), values));
    node.put("morePartitions", grounds.more());
    if (grounds.indexVersion() >= 0) {
      node.put("version", grounds.indexVersion());
    }
    rules(node, explanation.rules());
    ObjectNode writing = node.putObject("writing");
    verdict(writing.putObject("put"), explanation.put());
    verdict(writing.putObject("delete"), explanation.delete());
    return node;
  }

  private static void verdict(ObjectNode node, WriteVerdict verdict) {
    node.put("decision", verdict.answer().text());
    if (verdict.answer() != WriteVerdict.Answer.UNKNOWABLE) {
      node.put("reason", verdict.reason());
    }
  }

  static ObjectNode table(TableExplanation explanation) {
    ObjectNode node = start(explanation.caller(), explanation.table());
    node.put("version", explanation.version());
    rules(node, explanation.rules());
    node.set("allowed", totals(explanation.allowed()));
    node.set("denied", totals(explanation.denied()));
    node.set("writing", rights(explanation.writing()));
    node.put("unresolvedFiles", explanation.unresolved());
    partitions(node, explanation.partitions(), explanation.more());
    return node;
  }

  static ObjectNode change(SightChange change) {
    ObjectNode node = start(change.caller(), change.table());
    node.put("version", change.version());
    rules(node, change.rules());
    node.set("before", totals(change.sees().before()));
    node.set("after", totals(change.sees().after()));
    side(node.putObject("gained"), change.gained());
    side(node.putObject("lost"), change.lost());
    ObjectNode writing = node.putObject("writing");
    writing.set("before", rights(change.writing().before()));
    writing.set("after", rights(change.writing().after()));
    side(writing.putObject("gained"), change.writing().gained());
    side(writing.putObject("lost"), change.writing().lost());
    return node;
  }

  private static ObjectNode rights(WritingRights rights) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (rights.problem() != null) {
      node.put("problem", rights.problem());
    }
    node.put("writesWholeTable", rights.writesWholeTable());
    node.put("mayAlter", rights.mayAlter()).put("mayMaintain", rights.mayMaintain());
    node.set("allowed", totals(rights.allowed()));
    rules(node, rights.rules());
    return node;
  }

  private static void side(ObjectNode node, SightChange.Partitions partitions) {
    node.set("totals", totals(partitions.totals()));
    partitions(node, partitions.first(), partitions.more());
  }

  private static ObjectNode totals(Totals totals) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("partitions", totals.partitions())
        .put("files", totals.files())
        .put("bytes", totals.bytes());
  }

  private static void rules(ObjectNode node, List<RuleView> rules) {
    ArrayNode list = node.putArray("rules");
    for (RuleView rule : rules) {
      ObjectNode one = list.addObject().put("name", rule.name());
      one.set("rule", RuleJson.write(List.of(rule.rule())).get(0));
      if (rule.problem() != null) {
        one.put("problem", rule.problem());
      }
    }
  }

  private static void partitions(ObjectNode node, List<PartitionView> partitions, boolean more) {
    ArrayNode list = node.putArray("partitions");
    for (PartitionView partition : partitions) {
      ObjectNode one = list.addObject();
      put(one.putObject("values"), partition.values());
      if (partition.rule() != null) {
        one.put("rule", partition.rule());
      }
      if (partition.writeRule() != null) {
        one.put("writeRule", partition.writeRule());
      }
      one.put("files", partition.files()).put("bytes", partition.bytes());
    }
    node.put("more", more);
  }

  private static void put(ObjectNode node, Map<String, @Nullable String> values) {
    values.forEach((column, value) -> node.put(column, value));
  }
}
