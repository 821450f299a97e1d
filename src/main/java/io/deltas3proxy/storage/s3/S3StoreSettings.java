package io.deltas3proxy.storage.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * One S3 store.
 *
 * @param name for logs and metrics
 * @param endpoint base URL; {@code null} for AWS itself in {@code region}
 * @param region that requests are signed for
 * @param pathStyle whether the bucket stands in the path rather than in the host name
 * @param credentials {@code null} for the SDK's default provider chain
 */
public record S3StoreSettings(
    String name,
    @Nullable URI endpoint,
    String region,
    boolean pathStyle,
    @Nullable StaticCredentials credentials,
    HttpSettings http) {
  public S3StoreSettings {
    if (region.isBlank()) {
      throw new IllegalArgumentException("store " + name + " needs a region");
    }
    if (endpoint != null) {
      EndpointPolicy.requireBaseUrl(endpoint);
    }
  }

  /** The store's own credentials. */
  AwsCredentialsProvider credentialsProvider() {
    return credentials == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(credentials.toAwsCredentials());
  }
}
