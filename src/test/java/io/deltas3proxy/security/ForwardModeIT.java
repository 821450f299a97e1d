package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The product, configured to ask its store with the credentials of callers. */
class ForwardModeIT {

  private static final Path TABLE = Path.of("src/test/resources/tables/checkpoint-and-commits");
  private static final String ADA = "AKIAADA000000001";
  private static final String BOB = "AKIABOB000000001";
  private static final String UNPROVED =
      "Authorization: AWS4-HMAC-SHA256 Credential="
          + ADA
          + "/20260101/us-east-1/s3/aws4_request,"
          + " SignedHeaders=host, Signature="
          + "0".repeat(64);

  @TempDir private Path directory;

  @Test
  void whoProvedNothingIsRefusedAndTheProxyAsksForItselfAlone() throws IOException {
    try (S3TestServer backend = S3TestServer.start(Files.createDirectory(directory.resolve("s3")));
        Product product = start(backend)) {
      backend.askers();
      for (String target :
          List.of(
              "/datalake/t/_delta_log/00000000000000000000.json",
              "/datalake/t/" + file(),
              "/datalake?list-type=2")) {
        for (String header : List.of("x-none: 1", UNPROVED, "x-proxy-auth-mode: iam")) {
          RawHttp.Answer answer = product.http().get(target, header);
          assertEquals(403, answer.status(), target + " " + header);
          assertEquals("AccessDenied", answer.code(), target + " " + header);
        }
      }
      Set<String> askers = backend.askers();
      askers.remove(S3TestServer.ACCESS_KEY);
      assertEquals(Set.of(), askers);
    }
  }

  @Test
  void aUserIsServedWithTheirOwnCredentialsAndNobodyWithAnothers() throws IOException {
    try (S3TestServer backend = S3TestServer.start(Files.createDirectory(directory.resolve("s3")));
        Product product = start(backend);
        S3Client ada = product.client(ADA, "ada-first-secret");
        S3Client bob = product.client(BOB, "bob-first-secret")) {
      backend.know("BACKADA", "s");
      // The log is read, as the proxy itself.
      assertThrows(S3Exception.class, () -> read(bob, file()));
      backend.askers();
      assertTrue(read(ada, file()) > 0);
      assertTrue(
          ada.listObjectsV2(list -> list.bucket("datalake").prefix("t/")).contents().size() > 1);
      assertTrue(backend.askers().contains("BACKADA"));
      S3Exception refused = assertThrows(S3Exception.class, () -> read(bob, file()));
      assertEquals(403, refused.statusCode());
      assertFalse(backend.askers().contains("BACKADA"));
      backend.forget("BACKADA");
      assertEquals(403, assertThrows(S3Exception.class, () -> read(ada, file())).statusCode());
    }
  }

  private static int read(S3Client client, String file) {
    return client
        .getObjectAsBytes(get -> get.bucket("datalake").key("t/" + file))
        .asByteArray()
        .length;
  }

  private Product start(S3TestServer backend) throws IOException {
    backend.createBucket("bkt");
    try (Stream<Path> files = Files.walk(TABLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        backend.put("bkt", "t/" + TABLE.relativize(file), Files.readAllBytes(file));
      }
    }
    String forward =
        ",\"authMode\":\"forward\",\"forward\":{\"users\":{\"ada\":"
            + "{\"accessKeyId\":\"BACKADA\",\"secretAccessKey\":\"s\"}}}";
    String store = Product.store(backend.endpoint(), "bkt");
    return Product.start(
        directory,
        "\"getMode\":\"proxy\",\"stores\":{"
            + store.substring(0, store.length() - 1)
            + forward
            + "}},\"tableMapping\":{\"t\":\"s3://bkt/t\"},\"allowedPartitions\":{\"t\":[{}]},"
            + "\"users\":{\"ada\":{\"accessKeys\":[{\"accessKeyId\":\""
            + ADA
            + "\",\"secretAccessKey\":\"ada-first-secret\"}]},\"bob\":{\"accessKeys\":[{"
            + "\"accessKeyId\":\""
            + BOB
            + "\",\"secretAccessKey\":\"bob-first-secret\"}]}}");
  }

  private static String file() throws IOException {
    try (Stream<Path> files = Files.walk(TABLE)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !file.toString().contains("_delta_log"))
          .map(file -> TABLE.relativize(file).toString())
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }
}
