package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.storage.ObjectAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketAddressingTest {

  @ParameterizedTest
  @CsvSource({
    ", true, lake, k, https://s3.eu-west-1.amazonaws.com/lake/k",
    ", false, lake, k, https://lake.s3.eu-west-1.amazonaws.com/k",
    ", false, la.ke, k, https://s3.eu-west-1.amazonaws.com/la.ke/k",
    ", false, lake, /k, https://lake.s3.eu-west-1.amazonaws.com//k",
    "http://minio:9000, true, lake, a b, http://minio:9000/lake/a%20b",
    "http://minio:9000, false, la.ke, k, http://la.ke.minio:9000/k",
    "http://minio:80, true, lake, k, http://minio/lake/k",
    "https://minio:443, true, lake, k, https://minio/lake/k",
    "https://gate/base/, true, lake, k, https://gate/base/lake/k",
    "https://gate/base, false, lake, k, https://lake.gate/base/k"
  })
  void anObjectHasOneUrl(
      @Nullable String endpoint, boolean pathStyle, String bucket, String key, String url) {
    BucketAddressing addressing =
        new BucketAddressing(
            new S3StoreSettings(
                "test",
                endpoint == null ? null : URI.create(endpoint),
                "eu-west-1",
                pathStyle,
                null,
                HttpSettings.DEFAULTS));
    BucketAddressing.Target target = addressing.target(new ObjectAddress(bucket, key));
    assertEquals(url, target.scheme() + "://" + target.authority() + target.path());
  }
}
