package io.deltas3proxy.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.RuleFormatException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules as JSON: a list of maps from logical column names to conditions. A condition is a value, a
 * list of values, a range {@code {"from": ..., "to": ...}}, or {@code "*"} for anything. The same
 * in the configuration, the database and the administration API.
 */
public final class RuleJson {

  /** Most characters of a list of rules as text. */
  public static final int MOST_CHARACTERS = 1 << 20;

  private static final int MOST_DEPTH = 8;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxDocumentLength(MOST_CHARACTERS)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RuleJson() {}

  /**
   * Reads a list of rules.
   *
   * @throws RuleFormatException with everything that is wrong
   */
  public static List<PartitionRule> read(JsonNode rules) throws RuleFormatException {
    List<Problem> problems = new ArrayList<>();
    List<PartitionRule> read = RuleReader.read(rules, new CollectedProblems("", problems));
    if (!problems.isEmpty()) {
      throw new RuleFormatException(problems);
    }
    return read;
  }

  /** Reads a list of rules, or one rule alone, from text. */
  public static List<PartitionRule> parse(String text) throws RuleFormatException {
    if (text.length() > MOST_CHARACTERS) {
      throw failure("is longer than " + MOST_CHARACTERS + " characters");
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      return read(node instanceof ObjectNode one ? NODES.arrayNode().add(one) : node);
    } catch (JsonProcessingException e) {
      // The parser's own words speak of its source, which is not for whoever wrote the rule.
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw failure("cannot be understood as JSON, at character " + column);
    }
  }

  private static RuleFormatException failure(String message) {
    return new RuleFormatException(List.of(new Problem("", message)));
  }

  /** Writes rules so that reading them gives the same. */
  public static ArrayNode write(List<PartitionRule> rules) {
    ArrayNode list = NODES.arrayNode();
    for (PartitionRule rule : rules) {
      ObjectNode map = list.addObject();
      for (Map.Entry<String, ValueCondition> entry : rule.conditions().entrySet()) {
        map.set(entry.getKey(), write(entry.getValue()));
      }
    }
    return list;
  }

  private static JsonNode write(ValueCondition condition) {
    return switch (condition) {
      case ValueCondition.Any() -> NODES.textNode(RuleReader.ANYTHING);
      case ValueCondition.OneOf(List<@Nullable String> values) -> values(values);
      case ValueCondition.Range(String from, String to) -> {
        ObjectNode range = NODES.objectNode();
        if (from != null) {
          range.put("from", from);
        }
        if (to != null) {
          range.put("to", to);
        }
        yield range;
      }
    };
  }

  private static JsonNode values(List<@Nullable String> values) {
    String first = values.getFirst();
    // A star alone would mean anything.
    if (values.size() == 1 && !RuleReader.ANYTHING.equals(first)) {
      return first == null ? NODES.nullNode() : NODES.textNode(first);
    }
    ArrayNode list = NODES.arrayNode();
    values.forEach(list::add);
    return list;
  }
}
