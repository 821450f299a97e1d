package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.CorruptingRelay;
import io.deltas3proxy.testing.FaultyS3Server;
import io.deltas3proxy.testing.GatewayCluster;
import io.deltas3proxy.testing.GatewayCluster.Bucket;
import io.deltas3proxy.testing.GatewayLoad;
import io.deltas3proxy.testing.GatewayStand;
import io.deltas3proxy.testing.GatewayWriter;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.WriteJournal;
import io.deltas3proxy.testing.WriteJournal.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A gateway whose primary backend fails in one way or the other while clients write and read. After
 * it is well again, all that clients noted is held against all that is there.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenBackendIT {

  private static final String FINLAND = Bucket.FINLAND.bucketName();
  private static final String WORLD = Bucket.WORLD.bucketName();
  private static final int ENDS = 40;

  private GatewayCluster cluster;
  private WriteJournal journal;
  private Product product;
  private GatewayWriter writer;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    cluster = GatewayCluster.start(directory, new GatewayCluster.Patience(2));
    journal = new WriteJournal(directory.resolve("journal"));
    product = Product.start(directory, cluster.configuration());
    writer = new GatewayWriter(product.port(), journal);
  }

  @AfterAll
  void stop() throws Exception {
    writer.close();
    product.close();
    cluster.close();
    journal.close();
  }

  /** Whatever the test did, all backends are well again, and nothing is wrong. */
  @AfterEach
  void healAndCheck() throws Exception {
    for (int server = 0; server < GatewayCluster.SERVERS; server++) {
      cluster.gate(server).lead(cluster.relay(server).port());
    }
    cluster.settle();
    assertEquals(Map.of(), cluster.faults(journal, writer), () -> GatewayCluster.summary(journal));
  }

  private String read(String bucket, String key) {
    return writer
        .client()
        .getObjectAsBytes(r -> r.bucket(bucket).key(key))
        .asString(StandardCharsets.UTF_8);
  }

  private interface Trouble {
    void begin() throws Exception;
  }

  /** Clients write and read while it lasts. */
  private void under(GatewayLoad load, String name, Trouble trouble) throws Exception {
    trouble.begin();
    load.awaitEnds(ENDS);
    assertEquals("stored before", read(FINLAND, "before"));
    assertTrue(writer.put(WORLD, name, "while there is " + name).isAcknowledged());
    Answer refused = writer.put(FINLAND, name + " too few", "with " + name);
    assertEquals(503, refused.status(), "two must have it, and the third may not");
  }

  @Test
  void aBackendThatIsDownInOneWayAfterTheOther() throws Exception {
    assertTrue(writer.put(FINLAND, "before", "stored before").isAcknowledged());
    try (GatewayLoad load = GatewayLoad.start(writer, "load");
        FaultyS3Server busy =
            FaultyS3Server.start(
                FaultyS3Server.status(503, "", "<Error><Code>SlowDown</Code></Error>"))) {
      load.awaitAnswers(20);
      under(load, "silent", () -> cluster.gate(0).stall());
      under(load, "refusing", () -> cluster.gate(0).refuse());
      under(load, "busy", () -> cluster.gate(0).lead(busy.endpoint().getPort()));
      cluster.gate(0).lead(cluster.relay(0).port());
      load.awaitAnswers(20);
      load.stop();
    }
  }

  @Test
  void aBackendThatChangesBytes() throws Exception {
    String content = (CorruptingRelay.MARK + " ").repeat(3000);
    assertTrue(writer.put(WORLD, "fragile", "read " + content).isAcknowledged());
    try (CorruptingRelay relay = new CorruptingRelay(cluster.relay(0).port())) {
      cluster.gate(0).lead(relay.port());
      Answer stored = writer.put(WORLD, "fragile too", "written " + content);
      assertTrue(stored.isAcknowledged());
      Answer refused = writer.put(FINLAND, "fragile", "refused " + content);
      assertEquals(503, refused.status());
      int broken = 0;
      for (int i = 0; i < 3; i++) {
        try {
          assertEquals("read " + content, read(WORLD, "fragile"));
        } catch (software.amazon.awssdk.core.exception.SdkException e) {
          broken++;
        }
      }
      assertTrue(broken <= 1, "the replica that is at fault is asked once");
      assertEquals("written " + content, read(WORLD, "fragile too"));
    }
  }

  private ResponseInputStream<GetObjectResponse> open(String key) {
    return writer.client().getObject(r -> r.bucket(WORLD).key(key));
  }

  private static int server(GetObjectResponse response) {
    String used = response.sdkHttpResponse().firstMatchingHeader("X-Backend-Used").orElseThrow();
    return IntStream.range(0, GatewayCluster.SERVERS)
        .filter(server -> GatewayStand.name(server).equals(used))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBackendThatBreaksWhileABodyIsRead() throws Exception {
    String content = "0123456789abcdef".repeat(2_000_000);
    assertTrue(writer.put(WORLD, "long", content).isAcknowledged());
    cluster.settle();
    byte[] expected = content.getBytes(StandardCharsets.US_ASCII);
    String eTag;
    int first;
    try (ResponseInputStream<GetObjectResponse> body = open("long")) {
      first = server(body.response());
      eTag = body.response().eTag();
      byte[] begun = body.readNBytes(100_000);
      cluster.gate(first).refuse();
      byte[] rest = body.readAllBytes();
      assertEquals(expected.length, begun.length + rest.length);
      assertTrue(java.util.Arrays.equals(expected, 100_000, expected.length, rest, 0, rest.length));
    }
    try (ResponseInputStream<GetObjectResponse> body = open("long")) {
      int second = server(body.response());
      assertNotEquals(first, second);
      assertEquals(eTag, body.response().eTag());
      assertEquals(100_000, body.readNBytes(100_000).length);
      for (int server = 0; server < GatewayCluster.SERVERS; server++) {
        cluster.gate(server).refuse();
      }
      // Nobody has the rest: what looks whole is never given.
      assertThrows(IOException.class, body::readAllBytes);
    }
    assertEquals(
        503,
        assertThrows(
                software.amazon.awssdk.awscore.exception.AwsServiceException.class,
                () -> Objects.requireNonNull(read(WORLD, "long")))
            .statusCode());
  }
}
