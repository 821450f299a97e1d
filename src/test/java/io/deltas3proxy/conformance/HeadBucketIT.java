package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.SampleEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

class HeadBucketIT {

  private static SampleEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = SampleEndpoint.start();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  @Test
  void itNamesTheRegionInBothStyles() {
    try (S3Client path = endpoint.pathStyleClient();
        S3Client host = endpoint.virtualHostClient()) {
      assertEquals("eu-west-1", path.headBucket(r -> r.bucket("datalake")).bucketRegion());
      assertEquals("eu-west-1", host.headBucket(r -> r.bucket("datalake")).bucketRegion());
    }
  }

  @Test
  void anotherBucketIsNotThere() {
    try (S3Client client = endpoint.pathStyleClient()) {
      assertThrows(
          NoSuchBucketException.class, () -> client.headBucket(r -> r.bucket("physical-bucket")));
    }
    assertEquals("", endpoint.http().send("HEAD", "/other").text());
  }
}
