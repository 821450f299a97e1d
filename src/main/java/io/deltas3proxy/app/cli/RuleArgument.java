package io.deltas3proxy.app.cli;

import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.RuleFormatException;
import io.deltas3proxy.access.RuleJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** One rule, or a list of them, as JSON. */
record RuleArgument(List<PartitionRule> rules) {
  RuleArgument {
    rules = List.copyOf(rules);
  }

  static RuleArgument parse(String text) {
    try {
      return new RuleArgument(RuleJson.parse(text));
    } catch (RuleFormatException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  static List<PartitionRule> all(@Nullable List<RuleArgument> given) {
    return Arguments.all(given).stream().flatMap(one -> one.rules().stream()).toList();
  }
}
