package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleJsonTest {

  @Test
  void everyKindOfConditionIsRead() throws Exception {
    List<PartitionRule> rules =
        RuleJson.parse(
            "[{\"a\":\"x\",\"b\":1.50,\"c\":[\"x\",null,2],\"d\":{\"from\":1,\"to\":\"9\"},"
                + "\"e\":\"*\",\"f\":null,\"g\":true,\"h\":[\"*\"]},{}]");
    Map<String, ValueCondition> conditions = rules.getFirst().conditions();
    assertEquals(ValueCondition.is("x"), conditions.get("a"));
    assertEquals(ValueCondition.is("1.50"), conditions.get("b"));
    assertEquals(new ValueCondition.OneOf(Arrays.asList("x", null, "2")), conditions.get("c"));
    assertEquals(new ValueCondition.Range("1", "9"), conditions.get("d"));
    assertEquals(new ValueCondition.Any(), conditions.get("e"));
    assertEquals(ValueCondition.is(null), conditions.get("f"));
    assertEquals(ValueCondition.is("true"), conditions.get("g"));
    assertEquals(ValueCondition.is("*"), conditions.get("h"), "a star in a list is a value");
    assertEquals(Map.of(), rules.getLast().conditions());
  }

  @Test
  void oneRuleAloneIsAListOfOne() throws Exception {
    assertEquals(
        List.of(new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")))),
        RuleJson.parse("{\"MIC\":\"XLON\"}"));
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      List<PartitionRule> rules = rules(random);
      assertEquals(rules, RuleJson.read(RuleJson.write(rules)));
      assertEquals(rules, RuleJson.parse(RuleJson.write(rules).toString()));
    }
  }

  private static List<PartitionRule> rules(Random random) {
    List<PartitionRule> rules = new ArrayList<>();
    for (int rule = random.nextInt(4); rule >= 0; rule--) {
      Map<String, ValueCondition> conditions = new LinkedHashMap<>();
      for (int column = random.nextInt(4); column > 0; column--) {
        conditions.put("column " + column, condition(random));
      }
      rules.add(new PartitionRule(conditions));
    }
    return rules;
  }

  private static ValueCondition condition(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new ValueCondition.Any();
      case 1 -> new ValueCondition.Range(text(random), null);
      case 2 -> new ValueCondition.Range(text(random), text(random));
      case 3 -> ValueCondition.is(value(random));
      default -> {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          values.add(value(random));
        }
        yield new ValueCondition.OneOf(values);
      }
    };
  }

  private static @Nullable String value(Random random) {
    return random.nextInt(4) == 0 ? null : text(random);
  }

  private static String text(Random random) {
    List<String> texts = List.of("", "*", "XLON", "1.50", "true", "null", "é\"\\\u2028", "{}");
    return texts.get(random.nextInt(texts.size()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]|[0]",
        "[{},{'MIC':[]}]|[1].MIC",
        "[{'MIC':[['x']]}]|[0].MIC[0]",
        "[{'MIC':{}}]|[0].MIC",
        "[{'MIC':{'form':1}}]|[0].MIC",
        "[{'MIC':{'from':null}}]|[0].MIC",
        "[{'my col':{'from':[]}}]|[0][\"my col\"]",
        "[{'n':1e999999999}]|[0].n",
        "'XLON'|''",
        "null|''",
      })
  void whatIsWrongIsSaidWithItsPath(String json, String path) {
    RuleFormatException e =
        assertThrows(RuleFormatException.class, () -> RuleJson.parse(json.replace('\'', '"')));
    assertEquals(path, e.problems().getFirst().path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[{\"MIC\":\"XLON\"}",
        "[{\"MIC\":\"XLON\",\"MIC\":\"XPAR\"}]",
        "[] []",
        "[{\"MIC\":NaN}]",
        "[[[[[[[[[[[[]]]]]]]]]]]]",
      })
  void whatIsNotPlainJsonIsRefused(String text) {
    assertThrows(RuleFormatException.class, () -> RuleJson.parse(text));
  }

  @Test
  void sizesAreBounded() {
    String value = "\"" + "x".repeat(RuleReader.LONGEST_VALUE + 1) + "\"";
    refused("[{\"MIC\":" + value + "}]");
    refused("[{\"MIC\":[" + "1,".repeat(RuleReader.MOST_VALUES) + "1]}]");
    refused("[" + "{},".repeat(RuleReader.MOST_RULES) + "{}]");
    StringBuilder columns = new StringBuilder("[{\"c\":1");
    for (int i = 0; i < RuleReader.MOST_COLUMNS; i++) {
      columns.append(",\"c").append(i).append("\":1");
    }
    refused(columns.append("}]").toString());
    refused("[" + " ".repeat(RuleJson.MOST_CHARACTERS) + "]");
  }

  private static void refused(String json) {
    assertThrows(RuleFormatException.class, () -> RuleJson.parse(json));
  }
}
