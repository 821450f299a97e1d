package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.ValueCondition.Any;
import io.deltas3proxy.access.ValueCondition.OneOf;
import io.deltas3proxy.access.ValueCondition.Range;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleMatcherTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "NULL",
      value = {
        "STRING, XLON, XLON, true",
        "STRING, XLON, xlon, false",
        "STRING, XLON, 'XLON ', false",
        "STRING, \u00e9, e\u0301, false",
        "BOOLEAN, true, TRUE, true",
        "BOOLEAN, true, false, false",
        "INTEGER, 7, 007, true",
        "INTEGER, 7, 70, false",
        "INTEGER, -1, -1, true",
        "LONG, 9223372036854775807, 9223372036854775807, true",
        "DECIMAL, 1.5, 1.50, true",
        "DECIMAL, 1.5, 1.51, false",
        "DECIMAL, 1E+1, 10, true",
        "DOUBLE, NaN, NaN, true",
        "DOUBLE, 0.0, -0.0, true",
        "DOUBLE, 0.1, 1.0E-1, true",
        "FLOAT, 0.1, 0.1, true",
        "DATE, 2024-02-29, 2024-02-29, true",
        "DATE, 2024-02-29, 2024-03-01, false",
        "TIMESTAMP, 2024-01-01 00:00:00, 2024-01-01T00:00:00.000000Z, true",
        "TIMESTAMP, 2024-01-01T00:00:00Z, 2024-01-01 00:00:00.000001, false",
        "TIMESTAMP, 2024-01-01T02:00:00+02:00, 2024-01-01 00:00:00, true",
        "TIMESTAMP_NTZ, 2024-01-01T10:00:00, 2024-01-01 10:00:00.0, true",
        "BINARY, \\u0001\\u0002, \\u0001\\u0002, true",
        "STRING, XLON, NULL, false",
        "STRING, NULL, NULL, true",
        "STRING, NULL, '', true",
        "STRING, NULL, __HIVE_DEFAULT_PARTITION__, true",
        "INTEGER, NULL, 0, false",
      })
  void aValueIsComparedByTheTypeOfItsColumn(
      DeltaType type, @Nullable String allowed, @Nullable String actual, boolean matches)
      throws Exception {
    assertEquals(matches, matches(type, ValueCondition.is(allowed), actual));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NULL",
      value = {
        "INTEGER, 9, 10, 10, true",
        "INTEGER, 9, 10, 11, false",
        "INTEGER, 9, 10, 8, false",
        "INTEGER, 9, NULL, 100, true",
        "INTEGER, NULL, 10, -100, true",
        "INTEGER, 9, NULL, NULL, false",
        "DATE, 2024-01-01, 2024-12-31, 2024-12-31, true",
        "DATE, 2024-01-01, 2024-12-31, 2025-01-01, false",
        "DECIMAL, 1.05, 1.5, 1.1, true",
        "DOUBLE, 0, NULL, Infinity, true",
        "DOUBLE, 0, NULL, NaN, false",
        "TIMESTAMP, 2024-01-01, 2024-01-02, 2024-01-01 23:59:59.999999, true",
        "STRING, b, d, c, true",
        "STRING, b, d, dd, false",
        "STRING, ￿, NULL, 😀, true",
        "INTEGER, 9, 10, garbage, false",
      })
  void aRangeHoldsBothItsEndsAndNeverNull(
      DeltaType type,
      @Nullable String from,
      @Nullable String to,
      @Nullable String actual,
      boolean matches)
      throws Exception {
    assertEquals(matches, matches(type, new Range(from, to), actual));
  }

  @Test
  void aListAllowsEachOfItsValues() throws Exception {
    ValueCondition list = new OneOf(Arrays.asList("XLON", null));
    assertTrue(matches(DeltaType.STRING, list, "XLON"));
    assertTrue(matches(DeltaType.STRING, list, null));
    assertEquals(false, matches(DeltaType.STRING, list, "XETR"));
  }

  @Test
  void aStarAllowsEverythingNullIncluded() throws Exception {
    assertTrue(matches(DeltaType.DATE, new Any(), null));
    assertTrue(matches(DeltaType.DATE, new Any(), "not even a date"));
  }

  @Test
  void allColumnsOfARuleMustHold() throws Exception {
    PartitionSchema schema =
        new PartitionSchema(
            List.of(
                new PartitionColumn("date", "col-1", DeltaType.DATE),
                new PartitionColumn("region", "col-2", DeltaType.STRING)));
    RuleMatcher matcher =
        RuleMatcher.of(
            new PartitionRule(
                Map.of("date", ValueCondition.is("2024-01-01"), "REGION", ValueCondition.is("US"))),
            schema);
    assertTrue(matcher.matches(new PartitionValues(List.of("2024-01-01", "US"))));
    assertEquals(false, matcher.matches(new PartitionValues(List.of("2024-01-01", "EU"))));
    assertEquals(false, matcher.matches(new PartitionValues(List.of("2024-01-02", "US"))));
  }

  @Test
  void anUnknownColumnOrAValueOfAnotherTypeIsRefused() {
    assertRefused("MIC", DeltaType.STRING, "venue", ValueCondition.is("XLON"), "venue");
    assertRefused("day", DeltaType.DATE, "day", ValueCondition.is("yesterday"), "yesterday");
    assertRefused("n", DeltaType.INTEGER, "n", ValueCondition.is("1.5"), "1.5");
    assertRefused("n", DeltaType.DECIMAL, "n", ValueCondition.is("1e999999999"), "1e999999999");
    assertRefused("n", DeltaType.INTEGER, "n", new Range("9", "1"), "9 to 1");
  }

  @Test
  void anEmptyRuleAllowsEveryPartitionAndAnEmptyListIsNoCondition() throws Exception {
    RuleMatcher everything =
        RuleMatcher.of(new PartitionRule(Map.of()), new PartitionSchema(List.of()));
    assertTrue(everything.matches(new PartitionValues(List.of())));
    assertThrows(IllegalArgumentException.class, () -> new OneOf(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Range(null, null));
  }

  private static void assertRefused(
      String column, DeltaType type, String named, ValueCondition condition, String inMessage) {
    PartitionSchema schema =
        new PartitionSchema(List.of(new PartitionColumn(column, column, type)));
    InvalidRuleException refused =
        assertThrows(
            InvalidRuleException.class,
            () -> RuleMatcher.of(new PartitionRule(Map.of(named, condition)), schema));
    assertEquals(named, refused.column());
    assertTrue(String.valueOf(refused.getMessage()).contains(inMessage), refused.getMessage());
  }

  private static boolean matches(DeltaType type, ValueCondition condition, @Nullable String actual)
      throws InvalidRuleException {
    PartitionSchema schema = new PartitionSchema(List.of(new PartitionColumn("c", "c", type)));
    return RuleMatcher.of(new PartitionRule(Map.of("c", condition)), schema)
        .matches(new PartitionValues(Collections.singletonList(actual)));
  }
}
