package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.GatewayCluster;
import io.deltas3proxy.testing.GatewayCluster.Bucket;
import io.deltas3proxy.testing.GatewayLoad;
import io.deltas3proxy.testing.GatewayWriter;
import io.deltas3proxy.testing.GatewayWriter.Upload;
import io.deltas3proxy.testing.JournalCheck.Fault;
import io.deltas3proxy.testing.ProductProcess;
import io.deltas3proxy.testing.StepRelay;
import io.deltas3proxy.testing.StepRelay.Hold;
import io.deltas3proxy.testing.StepRelay.Step;
import io.deltas3proxy.testing.WriteJournal;
import io.deltas3proxy.testing.WriteJournal.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The packaged gateway, killed while writes are held at each of their steps: before and after each
 * backend and the database have done what they were asked, and before the client hears of it.
 * Another process goes on with the same database; then all that clients noted is held against all
 * that is there.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledGatewayIT {

  /** How often it is killed; {@code dev/soak} asks for more. */
  private static final int ROUNDS = Integer.getInteger("soak.rounds", 1);

  private static final String FINLAND = Bucket.FINLAND.bucketName();
  private static final String WORLD = Bucket.WORLD.bucketName();
  private static final String KEYS = "INSERT INTO object_keys .*";
  private static final String VERSION = "INSERT INTO objects .*";

  @TempDir private Path directory;
  private GatewayCluster cluster;
  private WriteJournal journal;
  private ProductProcess process;
  private StepRelay clients;
  private GatewayWriter writer;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> underWay = new ArrayList<>();
  private final List<Hold> held = new ArrayList<>();
  private int count;

  @BeforeEach
  void start() throws Exception {
    cluster = GatewayCluster.start(directory, new GatewayCluster.Patience(60));
    journal = new WriteJournal(directory.resolve("journal"));
    begin();
  }

  @AfterEach
  void stop() throws Exception {
    writer.close();
    process.close();
    clients.close();
    cluster.close();
    journal.close();
    threads.close();
  }

  private void begin() throws Exception {
    process = cluster.process();
    clients = new StepRelay(process.port());
    writer = new GatewayWriter(clients.port(), journal);
  }

  /** What is on its way when a process dies comes still, every other step of it. */
  private void killAndBeginAgain() throws Exception {
    process.kill();
    for (int i = 0; i < held.size(); i += 2) {
      held.get(i).release();
    }
    clients.cut();
    for (Future<?> each : underWay) {
      each.get();
    }
    cluster.cut();
    clients.close();
    writer.close();
    cluster.theyAreDead();
    underWay.clear();
    held.clear();
    begin();
  }

  private void requireNoFaults() throws Exception {
    cluster.settle();
    Map<Fault, List<String>> faults = cluster.faults(journal, writer);
    assertEquals(Map.of(), faults, GatewayCluster.summary(journal));
  }

  private String key(String name) {
    count++;
    return name + "-" + count + "-of";
  }

  private static String content(String key) {
    return "the content of " + key + " and " + System.nanoTime();
  }

  /** Begins something, and waits until it is held. */
  private void hold(Function<String, Hold> step, Function<String, Answer> request)
      throws InterruptedException {
    String key = key("key");
    Hold hold = step.apply(key);
    underWay.add(threads.submit(() -> request.apply(key)));
    hold.await();
    held.add(hold);
  }

  private Hold database(Step step, String statement) {
    return cluster.databaseRelay().hold(step, statement);
  }

  private Hold transaction(Step step, String mark, String statement) {
    return cluster.databaseRelay().holdAfter(step, mark, statement);
  }

  private Hold backend(int server, Step step, String method, String bucket, String key) {
    return cluster.relay(server).hold(step, method + " /" + bucket + "/" + key + "%23");
  }

  /** The steps that make a version visible. */
  private List<Function<String, Hold>> commits(Step step) {
    return List.of(
        key -> database(step, KEYS + key),
        key -> transaction(step, KEYS + key, "UPDATE objects SET state = 'visible'"),
        key -> transaction(step, KEYS + key, "COMMIT"),
        key -> clients.hold(step == Step.REQUEST ? Step.ANSWER : step, "/" + key));
  }

  private void holdPuts() throws Exception {
    for (Step step : Step.values()) {
      List<Function<String, Hold>> steps = new ArrayList<>(commits(step));
      steps.add(key -> database(step, "INSERT INTO placement_evidence .*" + key));
      steps.add(key -> database(step, VERSION + key));
      steps.add(key -> transaction(step, VERSION + key, "COMMIT"));
      steps.add(key -> backend(0, step, "PUT", FINLAND, key));
      steps.add(key -> backend(1, step, "PUT", FINLAND, key));
      for (Function<String, Hold> one : steps) {
        hold(one, key -> writer.put(FINLAND, key, content(key)));
      }
    }
    hold(
        key -> cluster.relay(1).hold(Step.REQUEST, "the-middle-of-" + key),
        key ->
            writer.put(
                FINLAND, key, "x".repeat(300_000) + "the-middle-of-" + key + "y".repeat(300_000)));
  }

  private void holdUploads() throws Exception {
    for (Step step : Step.values()) {
      List<Function<String, Hold>> steps = new ArrayList<>(commits(step));
      steps.add(key -> database(step, VERSION + key));
      steps.add(key -> transaction(step, VERSION + key, "COMMIT"));
      steps.add(key -> backend(0, step, "POST", FINLAND, key));
      steps.add(key -> backend(1, step, "POST", FINLAND, key));
      for (Function<String, Hold> one : steps) {
        String key = key("upload");
        Upload upload = writer.part(writer.begin(FINLAND, key, content(key)));
        hold(same -> one.apply(key), same -> writer.complete(upload));
      }
      for (Function<String, Hold> one :
          List.<Function<String, Hold>>of(
              key -> backend(0, step, "POST", FINLAND, key),
              key -> database(step, "INSERT INTO gateway_uploads .*" + key))) {
        hold(one, this::wholeUpload);
      }
      for (int server : List.of(0, 1)) {
        hold(key -> backend(server, step, "PUT", FINLAND, key), this::wholeUpload);
      }
    }
  }

  private Answer wholeUpload(String key) {
    try {
      return writer.complete(writer.part(writer.begin(FINLAND, key, content(key))));
    } catch (SdkClientException e) {
      return Answer.NONE;
    }
  }

  private void holdCopiesAndDeletions() throws Exception {
    String source = key("source");
    String content = content(source);
    assertTrue(writer.put(FINLAND, source, content).isAcknowledged());
    for (Step step : Step.values()) {
      for (int server : List.of(0, 1)) {
        hold(
            key -> backend(server, step, "PUT", FINLAND, key),
            key -> writer.copy(FINLAND, source, key, content));
      }
      hold(
          key -> transaction(step, KEYS + key, "COMMIT"),
          key -> writer.copy(FINLAND, source, key, content));
      for (Function<String, Hold> one :
          List.<Function<String, Hold>>of(
              key -> database(step, KEYS + key), key -> transaction(step, KEYS + key, "COMMIT"))) {
        String marked = key("marked");
        assertTrue(writer.put(FINLAND, marked, content(marked)).isAcknowledged());
        hold(same -> one.apply(marked), same -> writer.mark(FINLAND, marked));
      }
      for (Function<String, Hold> one :
          List.<Function<String, Hold>>of(
              key -> database(step, "UPDATE object_keys .*" + key),
              key -> transaction(step, "UPDATE object_keys .*" + key, "COMMIT"))) {
        String erased = key("erased");
        Answer stored = writer.put(FINLAND, erased, content(erased));
        hold(same -> one.apply(erased), same -> writer.erase(FINLAND, erased, stored.version()));
      }
    }
  }

  /** Jobs and the collection, of which there are few at a time. */
  private void holdWhatNobodyWaitsFor() throws Exception {
    for (Step step : Step.values()) {
      String copied = key("copied");
      held.add(cluster.relay(2).hold(step, "PUT /" + WORLD + "/" + copied + "%23"));
      assertTrue(writer.put(WORLD, copied, content(copied)).isAcknowledged());
      held.getLast().await();
    }
    String erased = key("emptied");
    Answer stored = writer.put(FINLAND, erased, content(erased));
    held.add(backend(0, Step.ANSWER, "DELETE", FINLAND, erased));
    assertTrue(writer.erase(FINLAND, erased, stored.version()).isAcknowledged());
    held.getLast().await();
  }

  @Test
  void aGatewayThatIsKilledAtAnyStepLosesAndInventsNothing() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      if (round % 2 == 1) {
        // What came late in the last round does not come in this one, and the other way round.
        held.add(cluster.relay(0).hold(Step.REQUEST, "nothing that is ever sent"));
      }
      holdPuts();
      holdUploads();
      holdCopiesAndDeletions();
      holdWhatNobodyWaitsFor();
      killAndBeginAgain();
      requireNoFaults();
    }
  }

  @Test
  void aGatewayThatIsKilledUnderLoadLosesAndInventsNothing() throws Exception {
    for (int round = 0; round < ROUNDS + 1; round++) {
      try (GatewayLoad load = GatewayLoad.start(writer, "round" + round)) {
        load.awaitAnswers(120);
        process.kill();
        load.stop();
      }
      killAndBeginAgain();
    }
    requireNoFaults();
  }

  @Test
  void theCheckSeesEveryKindOfFault() throws Exception {
    assertTrue(writer.put(WORLD, "whole", content("whole")).isAcknowledged());
    Answer torn = writer.put(FINLAND, "torn", content("torn"));
    Answer gone = writer.put(FINLAND, "gone", content("gone"));
    assertTrue(writer.erase(FINLAND, "gone", gone.version()).isAcknowledged());
    Answer lost = writer.put(FINLAND, "lost", content("lost"));
    requireNoFaults();

    cluster.server(1).put(FINLAND, "torn#" + torn.version(), "something else");
    cluster.server(0).put(FINLAND, "gone#" + gone.version(), "again");
    cluster.server(2).put(FINLAND, "torn#" + torn.version(), content("torn"));
    cluster.server(0).put(WORLD, "unknown#v20260101000000-00000000", "of nobody");
    cluster.server(0).client().deleteObject(r -> r.bucket(FINLAND).key("lost#" + lost.version()));
    Map<Fault, List<String>> faults = cluster.faults(journal, writer);
    assertEquals(1, faults.getOrDefault(Fault.MISPLACED, List.of()).size(), faults::toString);
    assertEquals(1, faults.getOrDefault(Fault.RESURRECTED, List.of()).size(), faults::toString);
    assertEquals(1, faults.getOrDefault(Fault.PHANTOM, List.of()).size(), faults::toString);
    assertEquals(2, faults.getOrDefault(Fault.TORN, List.of()).size(), faults::toString);
    assertEquals(2, faults.getOrDefault(Fault.LOST, List.of()).size(), faults::toString);
  }
}
