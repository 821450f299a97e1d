package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp.Answer;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.TcpGate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A website whose store is away. */
class WebsiteOriginIT {

  private static final String BUCKET = "physical-bucket";

  @TempDir private static Path directory;

  private static S3TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = S3TestServer.start(Files.createDirectory(directory.resolve("s3")));
    server.createBucket(BUCKET);
    server.put(BUCKET, "site/index.html", "<h1>Welcome</h1>");
    server.put(BUCKET, "site/other.html", "<h1>Other</h1>");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Product product(TcpGate gate, String cache) {
    return Product.start(
        directory,
        """
        "stores":{%s},"http":{"maxRetries":0,"connectTimeoutMillis":2000},
        "website":{"cache":{%s},
          "sites":{"www":{"place":"s3://%s/site","ttlSeconds":0,"precompressed":[]}}}
        """
            .formatted(
                Product.store(URI.create("http://127.0.0.1:" + gate.port()), BUCKET),
                cache,
                BUCKET));
  }

  @Test
  void aPageThatIsKnownIsGivenAndOthersAreUnavailable() throws Exception {
    try (TcpGate gate = new TcpGate(server.endpoint().getPort());
        Product product = product(gate, "\"staleWhileRevalidateSeconds\":0")) {
      assertEquals(200, product.http().get("/").status());
      gate.refuse();
      assertEquals("<h1>Welcome</h1>", product.http().get("/").text());
      Answer other = product.http().get("/other.html");
      assertEquals(503, other.status());
      assertTrue(other.header("Retry-After").isPresent());
      assertFalse(other.everything().contains(BUCKET), other.everything());
      assertFalse(other.everything().contains("127.0.0.1"), other.everything());
    }
  }

  @Test
  void aStoreThatDoesNotAnswerHoldsUpNobodyWhoWantsWhatIsKnown() throws Exception {
    try (TcpGate gate = new TcpGate(server.endpoint().getPort());
        Product product = product(gate, "\"staleWhileRevalidateSeconds\":60")) {
      assertEquals(200, product.http().get("/").status());
      gate.stall();
      for (int i = 0; i < 10; i++) {
        assertEquals("<h1>Welcome</h1>", product.http().get("/").text());
      }
    }
  }

  @Test
  void aPageThatIsNotInTheCacheIsGivenAgainAfterARestart() throws Exception {
    String cache = "\"directory\":\"cache\",\"staleWhileRevalidateSeconds\":0";
    try (TcpGate gate = new TcpGate(server.endpoint().getPort())) {
      try (Product product = product(gate, cache)) {
        assertEquals(200, product.http().get("/").status());
      }
      gate.refuse();
      try (Product product = product(gate, cache)) {
        int status = 503;
        // What was kept is taken up beside the first requests.
        for (int i = 0; i < 1000 && status == 503; i++) {
          status = product.http().get("/").status();
        }
        assertEquals(200, status);
      }
    }
  }

  @Test
  void whoAsksTooMuchIsToldToWait() {
    try (Product product =
        Product.start(
            directory,
            """
            "localDirectories":["s3"],"limits":{"requestsPerSecond":1},
            "website":{"sites":{"www":{"place":"file:s3/%s/site"}}}
            """
                .formatted(BUCKET))) {
      Answer refused = product.http().get("/");
      for (int i = 0; i < 1000 && refused.status() == 200; i++) {
        refused = product.http().get("/");
      }
      assertEquals(429, refused.status());
      assertTrue(refused.header("Retry-After").isPresent());
    }
  }
}
