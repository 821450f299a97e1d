package io.deltas3proxy.app.cli;

import io.deltas3proxy.access.ExplainedCaller;
import io.deltas3proxy.access.ObjectExplanation;
import io.deltas3proxy.access.PartitionView;
import io.deltas3proxy.access.RuleJson;
import io.deltas3proxy.access.RuleView;
import io.deltas3proxy.access.SightChange;
import io.deltas3proxy.access.TableExplanation;
import io.deltas3proxy.access.Totals;
import io.deltas3proxy.access.WriteVerdict;
import io.deltas3proxy.access.WritingRights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explanations in words. */
final class ExplanationText {

  private ExplanationText() {}

  static List<String> of(ObjectExplanation explained) {
    List<String> lines = new ArrayList<>();
    lines.add("caller     " + caller(explained.caller()));
    lines.add("object     " + explained.table() + "/" + explained.path());
    lines.add("decision   " + explained.verdict().name().toLowerCase(Locale.ROOT));
    lines.add("reason     " + explained.reason());
    lines.add("put        " + verdict(explained.put()));
    lines.add("delete     " + verdict(explained.delete()));
    explained.grounds().partitions().forEach(values -> lines.add("partition  " + values(values)));
    if (explained.grounds().more()) {
      lines.add("partition  ... and more");
    }
    if (explained.grounds().indexVersion() >= 0) {
      lines.add("version    " + explained.grounds().indexVersion());
    }
    rules(lines, "RULE IN FORCE", explained.rules());
    return lines;
  }

  private static String verdict(WriteVerdict verdict) {
    return verdict.answer().text() + ": " + verdict.reason();
  }

  static List<String> of(TableExplanation explained) {
    List<String> lines = new ArrayList<>();
    lines.add("caller   " + caller(explained.caller()));
    lines.add("table    " + explained.table() + ", version " + explained.version());
    lines.add("allowed  " + totals(explained.allowed()));
    lines.add("denied   " + totals(explained.denied()));
    lines.add("written  " + rights(explained.writing()));
    if (explained.unresolved() > 0) {
      lines.add("nobody's " + explained.unresolved() + " files of unknown partition");
    }
    rules(lines, "RULE IN FORCE", explained.rules());
    if (!explained.writing().rules().isEmpty()) {
      rules(lines, "RULE TO WRITE", explained.writing().rules());
    }
    TextTable table = new TextTable("PARTITION", "SIGHT", "FILES", "BYTES", "RULE", "WRITE RULE");
    explained.partitions().forEach(one -> table.row(row(one)));
    lines.add("");
    lines.addAll(table.lines());
    if (explained.more()) {
      lines.add("... and more");
    }
    return lines;
  }

  private static List<@Nullable String> row(PartitionView partition) {
    return Arrays.asList(
        values(partition.values()),
        partition.rule() == null ? "denied" : "allowed",
        String.valueOf(partition.files()),
        String.valueOf(partition.bytes()),
        partition.rule(),
        partition.writeRule());
  }

  private static String rights(WritingRights rights) {
    if (rights.problem() != null) {
      return "nothing: " + rights.problem();
    }
    return totals(rights.allowed())
        + (rights.writesWholeTable() ? ", the whole table" : "")
        + (rights.mayAlter() ? ", may alter" : "")
        + (rights.mayMaintain() ? ", may maintain" : "");
  }

  static List<String> of(SightChange change) {
    List<String> lines = new ArrayList<>();
    lines.add("caller  " + caller(change.caller()));
    lines.add("table   " + change.table() + ", version " + change.version());
    lines.add("before  " + totals(change.sees().before()));
    lines.add("after   " + totals(change.sees().after()));
    side(lines, "gained", change.gained());
    side(lines, "lost", change.lost());
    SightChange.Writing writing = change.writing();
    if (!writing.before().rules().isEmpty() || !writing.after().rules().isEmpty()) {
      lines.add("to write:");
      lines.add("before  " + rights(writing.before()));
      lines.add("after   " + rights(writing.after()));
      side(lines, "gained", writing.gained());
      side(lines, "lost", writing.lost());
    }
    Set<RuleView> rules = new LinkedHashSet<>(change.rules());
    rules.addAll(writing.after().rules());
    for (RuleView rule : rules) {
      if (rule.problem() != null) {
        lines.add("allows nothing: " + rule.name() + ": " + rule.problem());
      }
    }
    return lines;
  }

  private static void side(List<String> lines, String name, SightChange.Partitions partitions) {
    lines.add(String.format(Locale.ROOT, "%-6s  %s", name, totals(partitions.totals())));
    for (PartitionView one : partitions.first()) {
      lines.add(
          "        " + values(one.values()) + (one.rule() == null ? "" : "  by " + one.rule()));
    }
    if (partitions.more()) {
      lines.add("        ... and more");
    }
  }

  private static void rules(List<String> lines, String heading, List<RuleView> rules) {
    if (rules.isEmpty()) {
      lines.add("rules: none");
      return;
    }
    TextTable table = new TextTable(heading, "ALLOWS");
    for (RuleView rule : rules) {
      String text = RuleJson.write(List.of(rule.rule())).get(0).toString();
      table.row(
          Arrays.asList(
              rule.name(),
              rule.problem() == null ? text : "nothing, " + text + ": " + rule.problem()));
    }
    lines.add("");
    lines.addAll(table.lines());
  }

  private static String caller(ExplainedCaller caller) {
    if (caller.user() == null) {
      return "anonymous";
    }
    String groups =
        caller.groups().isEmpty() ? "no groups" : "groups " + String.join(", ", caller.groups());
    return caller.user()
        + (caller.disabled() ? " (disabled)" : "")
        + ", "
        + groups
        + (caller.groupsOnly() ? " alone" : "");
  }

  private static String totals(Totals totals) {
    return count(totals.partitions(), "partition")
        + ", "
        + count(totals.files(), "file")
        + ", "
        + count(totals.bytes(), "byte");
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String values(Map<String, @Nullable String> values) {
    return values.isEmpty()
        ? "(not partitioned)"
        : values.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", "));
  }
}
