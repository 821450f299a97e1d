package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What holds in every server even without the shipped settings: nothing is safe by them alone. */
abstract class UnchangedServerContract extends DeployedProxy {

  @Test
  void anObjectComesWhole() throws IOException {
    RawAnswer answer = raw().get(Lake.PLAIN.target());
    assertEquals("This is " + Lake.PLAIN.key() + "\n", answer.text());
    assertEquals(200, answer.status());
  }

  @Test
  void aForbiddenFileIsForbidden() throws IOException {
    RawAnswer answer = raw().get(Lake.FORBIDDEN.target());
    assertEquals(403, answer.status());
    assertEquals("AccessDenied", answer.element("Code"));
  }

  @Test
  void noTargetLeadsAroundThePartitions() throws IOException {
    UglyTargets.assertNoneLeadsToAnotherObject(raw());
  }

  @Test
  void aTruncatedObjectNeverLooksWhole() throws IOException {
    RawAnswer answer = raw().get(Lake.CUT.target());
    assertFalse(answer.status() < 400 && answer.whole(), answer::all);
  }
}
