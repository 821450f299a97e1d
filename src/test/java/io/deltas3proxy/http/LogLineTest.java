package io.deltas3proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LogLineTest {

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertEquals("b=2", new LogLine().add("a", null).add("b", "2").toString());
  }

  @Test
  void aValueCannotEndItsLineNorItself() {
    assertEquals(
        "a=\"x\\u000aINFO b=\\\"1\\\" \\\\ \\u001b[31m \\u00e9\\u2028\"",
        new LogLine().add("a", "x\nINFO b=\"1\" \\ \u001b[31m \u00e9\u2028").toString());
  }

  @Test
  void anEmptyValueIsSeen() {
    assertEquals("a=\"\"", new LogLine().add("a", "").toString());
  }

  @Test
  void aLongValueIsCut() {
    String line = new LogLine().add("a", "x".repeat(100_000)).toString();
    assertTrue(line.length() < 3000, () -> "length " + line.length());
    assertTrue(line.endsWith("..."), line);
  }
}
