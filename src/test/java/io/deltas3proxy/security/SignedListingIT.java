package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Listings of two users who sign, and see different partitions of one table. */
class SignedListingIT {

  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();

  @TempDir private static Path directory;
  private static Product product;

  @BeforeAll
  static void start() {
    product =
        Product.start(
            directory,
            """
            "localDirectories": ["%1$s"],
            "tableMapping": {"trades": "file:%1$s/trades", "reference": "file:%1$s/reference"},
            "users": {
              "alice": {
                "accessKeys": [
                  {"accessKeyId": "AKIAALICE0000001", "secretAccessKey": "alice-one-secret"},
                  {"accessKeyId": "AKIAALICE0000002", "secretAccessKey": "alice-two-secret"}],
                "allowedPartitions": {"trades": [{"MIC": "XLON"}]}},
              "bob": {
                "accessKeys": [
                  {"accessKeyId": "AKIABOB000000001", "secretAccessKey": "bob-first-secret"}],
                "allowedPartitions": {"trades": [{"MIC": "XPAR"}], "reference": [{}]}}}
            """
                .formatted(LAKE));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  private static S3Client client(String id, String secret) {
    return product.client(id, secret);
  }

  private static List<String> files(S3Client client) {
    return client
        .listObjectsV2Paginator(request -> request.bucket("datalake").prefix("trades/").maxKeys(3))
        .contents()
        .stream()
        .map(S3Object::key)
        .filter(key -> key.endsWith(".parquet") && !key.contains("_delta_log"))
        .toList();
  }

  @Test
  void eachUserSeesTheirOwnFilesAlone() {
    try (S3Client alice = client("AKIAALICE0000001", "alice-one-secret");
        S3Client bob = client("AKIABOB000000001", "bob-first-secret")) {
      List<String> ofAlice = files(alice);
      List<String> ofBob = files(bob);
      assertFalse(ofAlice.isEmpty());
      assertFalse(ofBob.isEmpty());
      assertTrue(ofAlice.stream().noneMatch(ofBob::contains));
      String file = ofBob.getFirst();
      S3Exception refused =
          assertThrows(
              S3Exception.class,
              () -> alice.getObjectAsBytes(get -> get.bucket("datalake").key(file)));
      assertEquals(403, refused.statusCode());
      assertTrue(
          bob.getObjectAsBytes(get -> get.bucket("datalake").key(file)).asByteArray().length > 0);
    }
  }

  @Test
  void aTableWithoutARuleForAUserIsNotInTheirBucket() {
    try (S3Client alice = client("AKIAALICE0000001", "alice-one-secret")) {
      ListObjectsV2Response root =
          alice.listObjectsV2(list -> list.bucket("datalake").delimiter("/"));
      assertEquals(
          List.of("trades/"),
          root.commonPrefixes().stream().map(prefix -> prefix.prefix()).toList());
    }
  }

  @Test
  void aTokenOpensForAllKeysOfItsUserAndForNobodyElse() {
    try (S3Client alice = client("AKIAALICE0000001", "alice-one-secret");
        S3Client rotated = client("AKIAALICE0000002", "alice-two-secret");
        S3Client bob = client("AKIABOB000000001", "bob-first-secret")) {
      String token =
          alice
              .listObjectsV2(list -> list.bucket("datalake").prefix("trades/").maxKeys(1))
              .nextContinuationToken();
      rotated.listObjectsV2(
          list -> list.bucket("datalake").prefix("trades/").continuationToken(token));
      S3Exception refused =
          assertThrows(
              S3Exception.class,
              () ->
                  bob.listObjectsV2(
                      list -> list.bucket("datalake").prefix("trades/").continuationToken(token)));
      assertEquals(400, refused.statusCode());
    }
  }
}
