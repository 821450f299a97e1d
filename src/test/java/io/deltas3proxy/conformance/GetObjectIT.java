package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.SampleEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class GetObjectIT {

  private final SampleEndpoint endpoint = SampleEndpoint.start();
  private final S3Client client = endpoint.pathStyleClient();

  @AfterEach
  void stop() {
    client.close();
    endpoint.close();
  }

  @Test
  void anAllowedFileIsGiven() {
    assertEquals("london", get("trades/02/part-1.parquet"));
    assertEquals("special", get("trades/b1/part 5+é%2F.parquet"));
  }

  @Test
  void aForbiddenFileIs403AndAFileInNoLogIs404() {
    S3Exception denied = assertThrows(S3Exception.class, () -> get("trades/02/part-2.parquet"));
    assertEquals(403, denied.statusCode());
    assertEquals("AccessDenied", denied.awsErrorDetails().errorCode());
    assertThrows(NoSuchKeyException.class, () -> get("trades/02/in-no-log.parquet"));
    assertEquals(0, endpoint.store().calls().size());
  }

  private String get(String key) {
    return client
        .getObjectAsBytes(request -> request.bucket(SampleEndpoint.BUCKET).key(key))
        .asUtf8String();
  }
}
