package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.testing.KilledLake;
import io.deltas3proxy.testing.KilledLake.Sent;
import io.deltas3proxy.testing.StepRelay.Hold;
import io.deltas3proxy.testing.StepRelay.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged product, killed while requests are held at each step of a write: before and after
 * the store and the database have done what they were asked, and before the client hears of it.
 * Another process goes on with the same database.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledProxyIT {

  private static final String NONE = "no answer";

  @TempDir private Path directory;
  private KilledLake lake;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<String>> underWay = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    lake = KilledLake.start(directory);
  }

  @AfterEach
  void stop() throws Exception {
    lake.close();
    threads.close();
  }

  private void begin(Sent request) {
    underWay.add(threads.submit(() -> lake.send(request)));
  }

  private Hold begin(Sent request, Hold hold) throws InterruptedException {
    begin(request);
    hold.await();
    return hold;
  }

  private Hold store(Step step, String method, String key) {
    return lake.storeRelay().hold(step, method + " /" + key.replace(".", "\\.") + "[ ?]");
  }

  private void database(Hold before, Step step, String name) throws InterruptedException {
    Hold hold = lake.databaseRelay().hold(step, name.replace(".", "\\."));
    before.release();
    hold.await();
  }

  /** Lets writers come to every step of each kind of write. */
  private Hold holdEverything() throws Exception {
    for (String name : List.of("kept", "d1", "d2", "d3", "d4")) {
      assertEquals("200", lake.send(Sent.put("alice", "t/" + name + ".parquet", name)));
    }
    assertEquals("200", lake.send(Sent.commit("alice", "t", 1, "kept.parquet")));
    assertEquals("200", lake.send(Sent.put("alice", "t/own.parquet", "own")));

    begin(
        Sent.commit("alice", "c1", 1, ""),
        store(Step.REQUEST, "PUT", "lake/c1/_delta_log/" + KilledLake.name(1)));
    begin(
        Sent.commit("alice", "c2", 1, ""),
        store(Step.ANSWER, "PUT", "lake/c2/_delta_log/" + KilledLake.name(1)));
    begin(
        Sent.commit("alice", "c3", 1, ""),
        lake.clientRelay().hold(Step.ANSWER, "PUT /datalake/c3/_delta_log/"));
    begin(
        Sent.commit("alice", "l1", 1, ""),
        store(Step.REQUEST, "PUT", "pond/l1/_delta_log/" + KilledLake.name(1)));
    begin(
        Sent.commit("alice", "l2", 1, ""),
        store(Step.ANSWER, "PUT", "pond/l2/_delta_log/" + KilledLake.name(1)));

    begin(put("f1"), store(Step.ANSWER, "HEAD", "lake/t/f1.parquet"));
    Hold head = begin(put("f2"), store(Step.ANSWER, "HEAD", "lake/t/f2.parquet"));
    database(head, Step.ANSWER, "f2.parquet");
    begin(put("f3"), store(Step.REQUEST, "PUT", "lake/t/f3.parquet"));
    begin(
        Sent.put("alice", "t/f4.parquet", "x".repeat(300_000) + "the-middle" + "x".repeat(300_000)),
        lake.storeRelay().hold(Step.REQUEST, "the-middle"));
    begin(put("f5"), store(Step.ANSWER, "PUT", "lake/t/f5.parquet"));
    Hold stored = begin(put("f6"), store(Step.ANSWER, "PUT", "lake/t/f6.parquet"));
    database(stored, Step.REQUEST, "f6.parquet");

    Hold judged = begin(delete("d1"), lake.databaseRelay().hold(Step.ANSWER, "d1\\.parquet"));
    database(judged, Step.REQUEST, "d1.parquet");
    Hold late = begin(delete("d2"), store(Step.REQUEST, "DELETE", "lake/t/d2.parquet"));
    begin(delete("d3"), store(Step.ANSWER, "DELETE", "lake/t/d3.parquet"));
    Hold deleted = begin(delete("d4"), store(Step.ANSWER, "DELETE", "lake/t/d4.parquet"));
    database(deleted, Step.REQUEST, "d4.parquet");

    begin(
        Sent.complete("alice", "t/m1.parquet", lake.upload("t/m1.parquet", "m1")),
        store(Step.REQUEST, "POST", "lake/t/m1.parquet"));
    begin(
        Sent.complete("alice", "t/m2.parquet", lake.upload("t/m2.parquet", "m2")),
        store(Step.ANSWER, "POST", "lake/t/m2.parquet"));
    begin(
        Sent.copy("alice", "t/kept.parquet", "t/y1.parquet"),
        store(Step.ANSWER, "PUT", "lake/t/y1.parquet"));
    return late;
  }

  private static Sent put(String name) {
    return Sent.put("alice", "t/" + name + ".parquet", name);
  }

  private static Sent delete(String name) {
    return Sent.delete("alice", "t/" + name + ".parquet");
  }

  @Test
  void aProcessThatIsKilledAtAnyStepLosesAndInventsNothing() throws Exception {
    Hold late = holdEverything();
    lake.kill();
    late.release();
    lake.restart();
    for (Future<String> each : underWay) {
      assertEquals(NONE, each.get());
    }
    Future<String> other = threads.submit(() -> commitAtLast("l1"));
    commitsAreThereOrNot();
    newFilesAreWholeAndTheirWriters();
    deletedFilesAreGoneOrThere();
    uploadsAndCopiesAreWholeOrNot();
    assertEquals("200", other.get());
    assertEquals("bob", lake.committer("pond", "l1"));
  }

  /** The lock of the process that was killed ends by itself. */
  private String commitAtLast(String table) {
    String answer = "409";
    while (answer.equals("409")) {
      answer = lake.send(Sent.commit("bob", table, 1, ""));
    }
    return answer;
  }

  private void commitsAreThereOrNot() {
    assertEquals("200", lake.send(Sent.commit("bob", "c1", 1, "")));
    assertEquals("bob", lake.committer("lake", "c1"));
    for (String table : List.of("c2", "c3", "l2")) {
      assertEquals("412", lake.send(Sent.commit("bob", table, 1, "")), table);
      assertEquals("alice", lake.committer(table.equals("l2") ? "pond" : "lake", table));
    }
    assertEquals("412", lake.send(Sent.commit("bob", "t", 1, "")));
    assertEquals("kept", lake.get("bob", "t/kept.parquet"));
    assertEquals("own", lake.get("alice", "t/own.parquet"));
    assertEquals("404", lake.get("bob", "t/own.parquet"));
  }

  private void newFilesAreWholeAndTheirWriters() {
    for (String nobodys : List.of("f1", "f2")) {
      String key = "t/" + nobodys + ".parquet";
      assertEquals("404", lake.get("alice", key));
      assertEquals("200", lake.send(Sent.put("bob", key, "of bob")));
      assertEquals("403", lake.send(Sent.put("alice", key, "of alice")));
    }
    for (String claimed : List.of("f3", "f4")) {
      String key = "t/" + claimed + ".parquet";
      assertEquals("404", lake.get("alice", key), key);
      assertEquals("403", lake.send(Sent.put("bob", key, "of bob")));
      assertEquals("200", lake.send(Sent.put("alice", key, "again")));
      assertEquals("again", lake.get("alice", key));
    }
    for (String stored : List.of("f5", "f6")) {
      String key = "t/" + stored + ".parquet";
      assertEquals(stored, lake.get("alice", key));
      assertEquals("404", lake.get("bob", key));
      assertEquals("403", lake.send(Sent.put("bob", key, "of bob")));
    }
    assertEquals("403", lake.send(Sent.commit("bob", "t", 2, "f5.parquet")));
    assertEquals("200", lake.send(Sent.commit("alice", "t", 2, "f5.parquet")));
    assertEquals("f5", lake.get("bob", "t/f5.parquet"));
  }

  private void deletedFilesAreGoneOrThere() {
    assertEquals("d1", lake.get("alice", "t/d1.parquet"));
    assertEquals("204", lake.send(delete("d1")));
    assertEquals("200", lake.send(Sent.put("bob", "t/d1.parquet", "of bob")), "the name is free");
    for (String gone : List.of("d2", "d3", "d4")) {
      String key = "t/" + gone + ".parquet";
      // It is not known whether a deletion is still on its way.
      assertEquals("403", lake.send(Sent.put("bob", key, "of bob")), key);
      assertEquals("204", lake.send(delete(gone)));
      assertEquals("404", lake.get("alice", key));
      assertEquals("200", lake.send(Sent.put("alice", key, "again")));
      assertEquals("again", lake.get("alice", key));
    }
  }

  private void uploadsAndCopiesAreWholeOrNot() {
    assertEquals("404", lake.get("alice", "t/m1.parquet"));
    assertEquals("200", lake.completeAgain("t/m1.parquet"));
    assertEquals("m1", lake.get("alice", "t/m1.parquet"));
    assertEquals("m2", lake.get("alice", "t/m2.parquet"));
    assertEquals("kept", lake.get("alice", "t/y1.parquet"));
    assertEquals("404", lake.get("bob", "t/y1.parquet"));
  }
}
