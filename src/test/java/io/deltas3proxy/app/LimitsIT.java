package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** The limits of the whole product, as its clients meet them. */
class LimitsIT {

  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final String LOG = "reference/_delta_log/00000000000000000000.json";

  @TempDir Path directory;

  @Test
  void theAwsClientSlowsDownAndSucceeds() throws Exception {
    try (Product product = start("'requestsPerSecond': 20, 'concurrentRequests': 5");
        S3Client client = product.client();
        ExecutorService executor = Executors.newFixedThreadPool(10)) {
      long start = System.nanoTime();
      List<Future<Long>> lengths = new ArrayList<>();
      for (int i = 0; i < 45; i++) {
        lengths.add(
            executor.submit(
                () -> client.headObject(r -> r.bucket("datalake").key(LOG)).contentLength()));
      }
      for (Future<Long> length : lengths) {
        assertTrue(length.get() > 0);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      // 20 at once, the others at 20 a second.
      assertTrue(took.compareTo(Duration.ofMillis(1200)) >= 0, "took " + took);
      String metrics = product.http().get("/metrics").text();
      assertTrue(metrics.contains("deltas3proxy_requests_throttled_total{limit=\""), metrics);
      assertTrue(metrics.contains("deltas3proxy_user_throttled_total{user=\"anonymous\""), metrics);
    }
  }

  @Test
  void healthAndMetricsHaveNoLimit() {
    try (Product product = start("'requestsPerSecond': 1")) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        statuses.add(product.http().get("/health/live").status());
      }
      assertEquals(List.of(200, 200, 200, 200, 200), statuses);
    }
  }

  @Test
  void listingsAndRefusalsCountToo() {
    try (Product product = start("'requestsPerSecond': 2")) {
      assertEquals(200, product.http().get("/datalake?list-type=2").status());
      assertEquals(403, product.http().get("/datalake/trades/_delta_log/x.json").status());
      RawHttp.Answer third = product.http().get("/datalake?list-type=2");
      assertEquals("SlowDown", third.code());
    }
  }

  private Product start(String limits) {
    String tables =
        "'localDirectories': ['%s'], 'tableMapping': {'reference': 'file:%s/reference',"
                .formatted(LAKE, LAKE)
            + " 'trades': 'file:%s/trades'}, 'allowedPartitions': {'reference': [{}]}"
                .formatted(LAKE);
    return Product.start(directory, ("'limits': {" + limits + "}," + tables).replace('\'', '"'));
  }
}
