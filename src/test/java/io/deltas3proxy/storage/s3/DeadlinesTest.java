package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.concurrent.Cancellable;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private final Deadlines deadlines = new Deadlines();
  private final List<String> cut = new ArrayList<>();

  private Cancellable request(String name) {
    return () -> cut.add(name);
  }

  @Test
  void aRequestIsCutOffOnceWhenItsTimeHasPassed() {
    Deadlines.Watch early = deadlines.watch(request("early"), 100);
    deadlines.watch(request("late"), 200);
    deadlines.sweep(99);
    assertEquals(List.of(), cut);
    deadlines.sweep(100);
    assertEquals(List.of("early"), cut);
    deadlines.sweep(250);
    deadlines.sweep(300);
    assertEquals(List.of("early", "late"), cut);
    early.end();
  }

  @Test
  void anAnsweredRequestIsLeftAlone() {
    Deadlines.Watch answered = deadlines.watch(request("answered"), 100);
    answered.end();
    deadlines.sweep(1000);
    assertEquals(List.of(), cut);
  }

  @Test
  void aClockThatWrapsAroundIsNoHarm() {
    deadlines.watch(request("after"), Long.MIN_VALUE + 5);
    deadlines.sweep(Long.MAX_VALUE);
    assertEquals(List.of(), cut);
    deadlines.sweep(Long.MIN_VALUE + 5);
    assertEquals(List.of("after"), cut);
  }
}
