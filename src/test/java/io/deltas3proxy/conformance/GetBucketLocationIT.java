package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class GetBucketLocationIT {

  @Test
  void itIsTheConfiguredRegion() {
    try (SampleEndpoint endpoint = SampleEndpoint.start();
        S3Client client = endpoint.pathStyleClient()) {
      assertEquals(
          "eu-west-1",
          client.getBucketLocation(r -> r.bucket("datalake")).locationConstraintAsString());
      RawHttp.Answer answer = endpoint.http().get("/other?location");
      assertEquals("404 NoSuchBucket", answer.status() + " " + answer.code());
    }
  }
}
