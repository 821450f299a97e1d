package io.deltas3proxy.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

  private static final List<String> KEYS =
      List.of(
          "",
          "a",
          "a-",
          "a/",
          "a0",
          "aa",
          "\u00e9",
          "\ud7ff",
          "\uffee",
          "\ud83d\ude00",
          "\ud83d\ude00a",
          KeyOrder.GREATEST_CHARACTER);

  @Test
  void keysSortAsTheirBytesDo() {
    for (String one : KEYS) {
      for (String other : KEYS) {
        int expected =
            Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        assertEquals(
            Integer.signum(expected),
            Integer.signum(KeyOrder.UTF_8.compare(one, other)),
            one + " and " + other);
      }
    }
  }
}
