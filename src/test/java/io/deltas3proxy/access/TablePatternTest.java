package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePatternTest {

  @ParameterizedTest
  @CsvSource({
    "trades, trades, true",
    "trades, trade, false",
    "trades, Trades, false",
    "trades, trades2, false",
    "*, trades, true",
    "trades*, trades, true",
    "trades*, trades_eu, true",
    "trades*, my_trades, false",
    "*_eu, trades_eu, true",
    "*_eu, trades_eu2, false",
    "tr*_eu, trades_eu, true",
    "tr**_eu, tr_eu, true",
    "*a*b*, xaxbx, true",
    "*a*b*, xbxax, false",
    "t.ades, trades, false",
    "trade?, trades, false",
  })
  void aStarStandsForAnyCharactersAndNothingElseDoes(String pattern, String alias, boolean fits) {
    assertEquals(fits, TablePattern.matches(pattern, alias));
  }

  @Test
  void manyStarsTakeNoLongTime() {
    String pattern = "a*".repeat(200) + "b";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertFalse(TablePattern.matches(pattern, "a".repeat(255))));
  }
}
