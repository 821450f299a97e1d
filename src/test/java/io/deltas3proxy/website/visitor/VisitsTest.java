package io.deltas3proxy.website.visitor;

import static io.deltas3proxy.website.visitor.VisitSamples.visit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.metrics.VisitSample;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisitsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ScriptedSink sink = new ScriptedSink();

  private static QueueSettings queue(int capacity, Duration patience, Duration end) {
    Duration pause = Duration.ofMillis(1);
    return new QueueSettings(capacity, 10, pause, Duration.ofMillis(5), patience, end);
  }

  private Visits visits(QueueSettings queue) {
    return new Visits(Map.of("sink", sink), queue, Geography.NONE, false);
  }

  private static VisitSample of(Visits visits) {
    return visits.samples().getFirst();
  }

  @Test
  void everyVisitIsPublishedBeforeTheEndInItsOrder() {
    Visits visits = visits(queue(1000, MINUTE, MINUTE));
    List<Visit> all = IntStream.range(0, 500).mapToObj(VisitSamples::visit).toList();
    all.forEach(visits::record);
    visits.close();
    assertEquals(all, sink.taken.stream().map(PublishedVisit::visit).toList());
    assertEquals(new VisitSample("sink", 500, 0, 0, 0, 0), of(visits));
    assertTrue(sink.closed.get());
  }

  @Test
  void noTwoVisitsHaveTheSameMoment() {
    Visits visits = visits(queue(1000, MINUTE, MINUTE));
    IntStream.range(0, 300).mapToObj(VisitSamples::visit).forEach(visits::record);
    visits.close();
    Set<Long> moments = new HashSet<>();
    Set<String> ids = new HashSet<>();
    sink.taken.forEach(taken -> {
      moments.add(taken.nanos());
      ids.add(taken.id());
    });
    assertEquals(300, moments.size());
    assertEquals(300, ids.size());
  }

  @Test
  void aSinkThatFailsGetsTheSameVisitsAgain() {
    sink.fail(new IOException("down"), new IOException("still down"));
    Visits visits = visits(queue(1000, MINUTE, MINUTE));
    visits.record(visit(1));
    sink.attempts.acquireUninterruptibly(3);
    visits.close();
    assertEquals(List.of("/page-1"), sink.resources());
    assertEquals(new VisitSample("sink", 1, 0, 0, 2, 0), of(visits));
  }

  @Test
  void whatASinkRefusesIsNotGivenAgain() {
    sink.fail(new RejectedVisitsException("no such field", 1));
    Visits visits = visits(queue(1000, MINUTE, MINUTE));
    visits.record(visit(1));
    sink.attempts.acquireUninterruptibly();
    visits.close();
    assertEquals(new VisitSample("sink", 0, 0, 1, 1, 0), of(visits));
    assertEquals(0, sink.attempts.availablePermits());
  }

  @Test
  void aDeadSinkIsGivenUpAndNothingGoesOnForEver() {
    sink.fail(
        IntStream.range(0, 10_000).mapToObj(n -> new IOException()).toArray(IOException[]::new));
    Visits visits = visits(queue(1000, Duration.ofMillis(1), MINUTE));
    visits.record(visit(1));
    visits.record(visit(2));
    sink.attempts.acquireUninterruptibly(2);
    visits.close();
    VisitSample end = of(visits);
    assertEquals(2, end.failed());
    assertEquals(0, end.waiting());
    assertTrue(end.failures() >= 2);
  }

  @Test
  void aSlowSinkNeverHoldsUpAVisitor() throws InterruptedException {
    Semaphore gate = sink.hold();
    Visits visits = visits(queue(5, MINUTE, MINUTE));
    visits.record(visit(0));
    assertTrue(sink.attempts.tryAcquire(1, TimeUnit.MINUTES));
    // It stands: five wait, and all the others are dropped at once.
    IntStream.rangeClosed(1, 100).mapToObj(VisitSamples::visit).forEach(visits::record);
    assertEquals(new VisitSample("sink", 0, 95, 0, 0, 5), of(visits));
    gate.release(1000);
    visits.close();
    assertEquals(
        List.of("/page-0", "/page-1", "/page-2", "/page-3", "/page-4", "/page-5"),
        sink.resources());
  }

  @Test
  void oneSlowSinkLeavesTheOthersAlone() {
    ScriptedSink slow = new ScriptedSink();
    Semaphore gate = slow.hold();
    Visits visits =
        new Visits(
            Map.of("slow", slow, "quick", sink), queue(5, MINUTE, MINUTE), Geography.NONE, false);
    for (int i = 0; i < 50; i++) {
      visits.record(visit(i));
      sink.attempts.acquireUninterruptibly();
    }
    assertEquals(0, slow.taken.size());
    gate.release(1000);
    visits.close();
    assertEquals(50, sink.taken.size());
  }

  @Test
  void theEndWaitsForNoSinkThatStands() {
    sink.hold();
    Visits visits = visits(queue(5, MINUTE, Duration.ofMillis(50)));
    visits.record(visit(1));
    sink.attempts.acquireUninterruptibly();
    visits.close();
    visits.record(visit(2));
    assertEquals(1, of(visits).dropped());
    assertEquals(0, of(visits).published());
  }

  @Test
  void addressesAreCutWhereThatIsWantedAfterTheyWereLocated() {
    Geography geography =
        address ->
            address.getHostAddress().equals("203.0.113.9")
                ? VisitSamples.FREIBURG
                : Location.UNKNOWN;
    Visits visits = new Visits(Map.of("sink", sink), queue(5, MINUTE, MINUTE), geography, true);
    visits.record(visit(1));
    visits.close();
    assertEquals("203.0.113.0", sink.taken.getFirst().address());
    assertEquals(VisitSamples.FREIBURG, sink.taken.getFirst().location());
    assertEquals("2001:db8:1:0:0:0:0:0", Anonymizer.cut("2001:db8:1:2:3::4"));
    assertEquals("2002:cb00:7100:0:0:0:0:0", Anonymizer.cut("2002:cb00:7109:1::4"));
    assertEquals("", Anonymizer.cut("unix:"));
  }

  @Test
  void whatSecretsAnAddressOfBeforeHasIsNotKept() {
    Asked asked = new Asked("GET", "/", "203.0.113.9", null, "https://a.example/x?token=y#z");
    assertEquals("https://a.example/x", asked.referrer());
    assertEquals(2048, new Asked("GET", "/a".repeat(3000), "", null, null).resource().length());
  }
}
