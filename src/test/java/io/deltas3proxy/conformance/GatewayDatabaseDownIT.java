package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.GatewayCluster;
import io.deltas3proxy.testing.GatewayCluster.Bucket;
import io.deltas3proxy.testing.GatewayLoad;
import io.deltas3proxy.testing.GatewayWriter;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.WriteJournal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** A gateway whose PostgreSQL stops, begins again, or hangs while clients write. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GatewayDatabaseDownIT {

  private static final String FINLAND = Bucket.FINLAND.bucketName();

  @TempDir private Path directory;
  private GatewayCluster cluster;
  private WriteJournal journal;
  private Product product;
  private GatewayWriter writer;

  @BeforeEach
  void start() throws Exception {
    cluster = GatewayCluster.start(directory, new GatewayCluster.Patience(2));
    journal = new WriteJournal(directory.resolve("journal"));
    product = Product.start(directory, cluster.configuration());
    writer = new GatewayWriter(product.port(), journal);
  }

  @AfterEach
  void stop() throws Exception {
    writer.close();
    product.close();
    cluster.close();
    journal.close();
  }

  /** Without the database nothing is known, so that nothing is said of any object. */
  private void requireUnavailable(String key) {
    AwsServiceException read =
        assertThrows(
            AwsServiceException.class,
            () -> writer.client().getObjectAsBytes(r -> r.bucket(FINLAND).key(key)));
    assertEquals(503, read.statusCode());
    assertEquals(503, writer.put(FINLAND, key + " too", "without a database").status());
    assertEquals(503, writer.mark(FINLAND, key).status());
  }

  private void requireNoFaults() throws Exception {
    // Tasks whose end could not be noted are taken for dead after a while.
    cluster.theyAreDead();
    cluster.settle();
    assertEquals(Map.of(), cluster.faults(journal, writer), () -> GatewayCluster.summary(journal));
  }

  @Test
  void whatWasAcknowledgedOutlivesADatabaseThatStops() throws Exception {
    assertTrue(writer.put(FINLAND, "before", "before it stops").isAcknowledged());
    try (GatewayLoad load = GatewayLoad.start(writer, "stopped")) {
      load.awaitAnswers(30);
      cluster.database().stop();
      load.awaitEnds(20);
      requireUnavailable("before");
      cluster.database().startAgain();
      load.awaitAnswers(30);
      load.stop();
    }
    requireNoFaults();
  }

  @Test
  void whatWasAcknowledgedOutlivesADatabaseThatHangsAndLosesItsConnections() throws Exception {
    assertTrue(writer.put(FINLAND, "before", "before it hangs").isAcknowledged());
    try (GatewayLoad load = GatewayLoad.start(writer, "hanging")) {
      load.awaitAnswers(30);
      cluster.databaseGate().stall();
      load.awaitEnds(12);
      requireUnavailable("before");
      cluster.databaseGate().cut();
      load.awaitEnds(12);
      cluster.databaseGate().open();
      load.awaitAnswers(30);
      load.stop();
    }
    requireNoFaults();
  }
}
