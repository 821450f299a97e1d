package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

class ListBucketsIT {

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
  void thereIsOneBucket() {
    try (S3Client client = endpoint.pathStyleClient()) {
      List<Bucket> buckets = client.listBuckets().buckets();
      assertEquals(List.of("datalake"), buckets.stream().map(Bucket::name).toList());
      assertEquals("eu-west-1", buckets.getFirst().bucketRegion());
    }
  }

  @Test
  void prefixAndRegionSelect() {
    assertTrue(endpoint.http().get("/?prefix=data").text().contains("<Name>datalake</Name>"));
    assertFalse(endpoint.http().get("/?prefix=x").text().contains("<Bucket>"));
    assertFalse(endpoint.http().get("/?bucket-region=us-west-2").text().contains("<Bucket>"));
  }

  @Test
  void aHeadOfTheServiceAnswers() {
    RawHttp.Answer answer = endpoint.http().send("HEAD", "/");
    assertEquals(200, answer.status());
    assertEquals("", answer.text());
  }
}
