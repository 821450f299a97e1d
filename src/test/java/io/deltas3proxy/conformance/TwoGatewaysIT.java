package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.GatewayCluster;
import io.deltas3proxy.testing.GatewayCluster.Bucket;
import io.deltas3proxy.testing.GatewayWriter;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.WriteJournal;
import io.deltas3proxy.testing.WriteJournal.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Two gateways over one database whose clients write to the same keys at the same time. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TwoGatewaysIT {

  private static final int KEYS = 12;
  private static final int WRITERS = 6;
  private static final String FINLAND = Bucket.FINLAND.bucketName();

  @TempDir private Path directory;
  private GatewayCluster cluster;
  private WriteJournal journal;
  private final List<Product> products = new ArrayList<>();
  private final List<GatewayWriter> writers = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void start() throws Exception {
    cluster = GatewayCluster.start(directory, new GatewayCluster.Patience(10));
    journal = new WriteJournal(directory.resolve("journal"));
    for (String name : List.of("first", "second")) {
      Path home = Files.createDirectory(directory.resolve(name));
      Product product = Product.start(home, cluster.configuration());
      products.add(product);
      writers.add(new GatewayWriter(product.port(), journal));
    }
  }

  @AfterEach
  void stop() throws Exception {
    writers.forEach(GatewayWriter::close);
    products.forEach(Product::close);
    cluster.close();
    journal.close();
    threads.close();
  }

  private interface Write {
    Answer of(GatewayWriter writer, String key, int number);
  }

  /** All writers at once, half of them at each gateway. */
  private List<Answer> race(String key, Write write) throws Exception {
    List<Future<Answer>> racing = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      racing.add(threads.submit(() -> write.of(writers.get(number % 2), key, number)));
    }
    List<Answer> answers = new ArrayList<>();
    for (Future<Answer> each : racing) {
      answers.add(each.get());
    }
    return answers;
  }

  private void requireNoFaults() throws Exception {
    cluster.settle();
    for (GatewayWriter through : writers) {
      assertEquals(
          Map.of(), cluster.faults(journal, through), () -> GatewayCluster.summary(journal));
    }
  }

  private static List<String> versions(S3Client client) {
    return client.listObjectVersionsPaginator(r -> r.bucket(FINLAND)).versions().stream()
        .map(TwoGatewaysIT::line)
        .toList();
  }

  private static String line(ObjectVersion version) {
    return version.key() + " " + version.versionId() + " " + version.isLatest();
  }

  @Test
  void oneOfThoseWinsWhoWriteWhatMustNotBeThere() throws Exception {
    for (int i = 0; i < KEYS; i++) {
      List<Answer> answers =
          race(
              "key" + i,
              (writer, key, number) -> writer.put(FINLAND, key, key + " of " + number, "*"));
      assertEquals(1, answers.stream().filter(Answer::isAcknowledged).count(), answers::toString);
      assertEquals(
          WRITERS - 1,
          answers.stream().filter(answer -> answer.status() == 412).count(),
          answers::toString);
    }
    requireNoFaults();
    assertEquals(KEYS, versions(writers.getFirst().client()).size());
  }

  @Test
  void versionsHaveTheSameOrderEverywhere() throws Exception {
    for (int i = 0; i < KEYS; i++) {
      List<Answer> answers =
          race(
              "key" + i,
              (writer, key, number) ->
                  number == WRITERS - 1
                      ? writer.mark(FINLAND, key)
                      : writer.put(FINLAND, key, key + " of " + number));
      assertTrue(answers.stream().allMatch(Answer::isAcknowledged), answers::toString);
    }
    requireNoFaults();
    assertEquals(versions(writers.getFirst().client()), versions(writers.getLast().client()));
    assertEquals(KEYS * (WRITERS - 1), versions(writers.getFirst().client()).size());
  }
}
