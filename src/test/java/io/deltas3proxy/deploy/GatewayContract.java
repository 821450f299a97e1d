package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The gateway in every server: its paths, its bodies and who may do what. */
abstract class GatewayContract extends WritingContract {

  private static final String ANY = "any-name";
  private static final int PART = 5 << 20;

  private S3Client gateway(String accessKeyId, String secret) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://localhost:" + port() + "/s3"))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
        .build();
  }

  private S3Client owner() {
    return gateway(RawSignature.WRITER_ID, RawSignature.WRITER_SECRET);
  }

  private static void put(S3Client client, String key, String content) {
    client.putObject(put -> put.bucket(ANY).key(key), RequestBody.fromString(content));
  }

  private static String get(S3Client client, String key) {
    try {
      return client
          .getObjectAsBytes(get -> get.bucket(ANY).key(key))
          .asString(StandardCharsets.UTF_8);
    } catch (S3Exception e) {
      return Integer.toString(e.statusCode());
    }
  }

  @Test
  void theGatewayKeepsEveryKeyAsItIs() {
    String prefix = "odd/" + UUID.randomUUID() + "/";
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    try (S3Client owner = owner()) {
      for (String name : ODD) {
        put(owner, prefix + name, "of " + name);
        expected.put(prefix + name, "of " + name);
      }
      for (String name : ODD) {
        seen.put(prefix + name, get(owner, prefix + name));
      }
      assertEquals(expected, seen);
      assertEquals(
          expected.keySet(),
          Set.copyOf(
              owner
                  .listObjectsV2Paginator(list -> list.bucket(ANY).prefix(prefix).maxKeys(5))
                  .contents()
                  .stream()
                  .map(S3Object::key)
                  .toList()));
      owner.deleteObject(delete -> delete.bucket(ANY).key(prefix + ODD.getFirst()));
      assertEquals("404", get(owner, prefix + ODD.getFirst()));
    }
  }

  @Test
  void theGatewayMakesObjectsOfPartsAndGivesRanges() {
    String key = "parts/" + UUID.randomUUID();
    byte[] content = new byte[PART + 1000];
    new Random(3).nextBytes(content);
    try (S3Client owner = owner()) {
      String id = owner.createMultipartUpload(r -> r.bucket(ANY).key(key)).uploadId();
      CompletedPart[] parts = new CompletedPart[2];
      for (int i = 0; i < parts.length; i++) {
        int number = i + 1;
        byte[] part =
            Arrays.copyOfRange(content, i * PART, Math.min(content.length, (i + 1) * PART));
        String tag =
            owner
                .uploadPart(
                    r -> r.bucket(ANY).key(key).uploadId(id).partNumber(number),
                    RequestBody.fromBytes(part))
                .eTag();
        parts[i] = CompletedPart.builder().partNumber(number).eTag(tag).build();
      }
      owner.completeMultipartUpload(
          r -> r.bucket(ANY).key(key).uploadId(id).multipartUpload(m -> m.parts(parts)));
      assertArrayEquals(content, owner.getObjectAsBytes(r -> r.bucket(ANY).key(key)).asByteArray());
      assertArrayEquals(
          Arrays.copyOfRange(content, PART - 3, PART + 3),
          owner
              .getObjectAsBytes(
                  r -> r.bucket(ANY).key(key).range("bytes=" + (PART - 3) + "-" + (PART + 2)))
              .asByteArray());
    }
  }

  @Test
  void theGatewayLetsNobodyDoWhatNoRuleAllows() throws IOException {
    String shared = "shared/" + UUID.randomUUID();
    try (S3Client owner = owner();
        S3Client reader = gateway(RawSignature.KEY_ID, RawSignature.SECRET);
        S3Client guessing = gateway(RawSignature.WRITER_ID, "a guess")) {
      put(owner, shared, "for all");
      put(owner, "secret", "for the owner");
      assertEquals("for all", get(reader, shared));
      assertEquals("403", get(reader, "secret"));
      assertEquals("403", get(guessing, shared));
      assertEquals(
          403, assertThrows(S3Exception.class, () -> put(reader, shared, "mine")).statusCode());
    }
    RawAnswer unsigned = raw().sendUnsigned("GET", "/s3/any-name/" + shared);
    assertS3Error("AccessDenied", 403, unsigned);
    RawAnswer hidden = raw().get("/s3/any-name/shared%2F..%2Fsecret");
    assertEquals(400, hidden.status(), hidden::all);
    assertSaysNothing(hidden);
    RawAnswer health = raw().sendUnsigned("GET", "/health");
    assertEquals(200, health.status(), health::all);
    assertTrue(health.text().contains("\"backend_count\""), health::text);
    assertSaysNothing(health);
    assertEquals(401, raw().sendUnsigned("GET", "/backends").status());
  }
}
