package io.deltas3proxy.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadEvaluatorTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final ObjectInfo INFO = new ObjectInfo(10, "\"tag\"", TIME, Map.of());

  private static String outcome(ReadConditions conditions) {
    try {
      ReadEvaluator.requireConditions(conditions, INFO);
      return "200";
    } catch (StoreException.NotModified e) {
      return "304";
    } catch (StoreException e) {
      return "412";
    }
  }

  private static @Nullable Instant time(@Nullable String offset) {
    return offset == null ? null : TIME.plusSeconds(Long.parseLong(offset));
  }

  /** RFC 9110, section 13.2.2, each combination that its steps tell apart. */
  @ParameterizedTest
  @CsvSource({
    "tag, , , , 200",
    "other, , , , 412",
    "*, , , , 200",
    "W/\"tag\", , , , 412",
    ", , , 0, 200",
    ", , , 1, 200",
    ", , , -1, 412",
    "tag, , , -1, 200",
    "other, , , 1, 412",
    ", tag, , , 304",
    ", other, , , 200",
    ", *, , , 304",
    ", W/\"tag\", , , 304",
    ", , 0, , 304",
    ", , 1, , 304",
    ", , -1, , 200",
    ", other, 1, , 200",
    ", tag, -1, , 304",
    "tag, tag, , , 304",
    "tag, other, 1, -1, 200",
    "other, tag, , , 412",
    ", tag, , -1, 412",
    ", , 1, 1, 304"
  })
  void conditionsAreTakenInOrder(
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch,
      @Nullable String modifiedSince,
      @Nullable String unmodifiedSince,
      String expected) {
    assertEquals(
        expected,
        outcome(
            new ReadConditions(ifMatch, ifNoneMatch, time(modifiedSince), time(unmodifiedSince))));
  }

  @Test
  void fractionsOfASecondDoNotCount() throws StoreException {
    ObjectInfo exact = new ObjectInfo(10, "\"tag\"", TIME.plusMillis(900), Map.of());
    ReadEvaluator.requireConditions(new ReadConditions(null, null, null, TIME), exact);
    assertThrows(
        StoreException.NotModified.class,
        () -> ReadEvaluator.requireConditions(new ReadConditions(null, null, TIME, null), exact));
  }

  @Test
  void conditionsComeBeforeTheRange() {
    ReadRequest request =
        new ReadRequest(
            new ObjectAddress("b", "k"),
            new ByteRange.From(100),
            null,
            new ReadConditions("other", null, null, null),
            false);
    assertThrows(
        StoreException.PreconditionFailed.class, () -> ReadEvaluator.evaluate(request, INFO));
  }

  @Test
  void aRangeThatCannotBeGivenNamesTheSize() {
    ReadRequest request = ReadRequest.range(new ObjectAddress("b", "k"), new ByteRange.From(10));
    assertEquals(
        10,
        assertThrows(
                StoreException.RangeNotSatisfiable.class,
                () -> ReadEvaluator.evaluate(request, INFO))
            .size());
  }
}
