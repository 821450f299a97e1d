package io.deltas3proxy.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.http.RequestContext;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditLineTest {

  /**
   * The longest name of a bucket, and a key of 1024 bytes that are all encoded, but for the end.
   */
  private static final String LONGEST = "/" + "b".repeat(63) + "/" + "%C3%A9".repeat(511) + "%20";

  private static String line(String target) {
    RequestContext context = new RequestContext("8E9B6D33F9DC2D86", "192.0.2.7");
    context.denial("r".repeat(5000));
    return AuditLine.of(context, new Exchange(Instant.EPOCH, "GET", target, 403, 1, false));
  }

  @Test
  void theLongestKeysDoNotLookAlike() {
    String one = LONGEST + "%41";
    String other = LONGEST + "%42";
    assertEquals(65 + 3072, one.length());
    assertTrue(line(one).contains("\"target\":\"" + one + "\""));
    assertNotEquals(line(one), line(other));
  }

  @Test
  void whatIsLongerThanAnyKeyIsCut() {
    String line = line(LONGEST + "?prefix=" + "x".repeat(9000));
    assertTrue(line.contains("xxx...\""), line);
    assertTrue(line.length() < 4096 + 2048 + 500, line);
    assertTrue(line.contains("\"reason\":\"" + "r".repeat(2048) + "...\""), line);
  }
}
