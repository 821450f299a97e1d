package io.deltas3proxy.testing;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests by the AWS SDK and sends them byte by byte: nothing is tried again. */
public final class SignedHttp {

  private final int port;
  private final AwsCredentials credentials;

  public SignedHttp(Product product, AwsCredentials credentials) {
    this.port = product.port();
    this.credentials = credentials;
  }

  /**
   * Sends a signed request.
   *
   * @param more headers that are not signed
   */
  public RawHttp.Answer send(String method, String target, String... more) {
    return new RawHttp(port).exchange(request(method, target, more));
  }

  public RawHttp.Answer get(String target, String... more) {
    return send("GET", target, more);
  }

  /** The bytes of a signed request. */
  public String request(String method, String target, String... more) {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    signed(method, target, builder -> {})
        .headers()
        .forEach((name, values) -> request.append(name + ": " + values.getFirst() + "\r\n"));
    for (String header : more) {
      request.append(header + "\r\n");
    }
    return request + "Connection: close\r\n\r\n";
  }

  /** The target with a signature in its query that is good for a minute. */
  public String presigned(String method, String target) {
    SdkHttpRequest request =
        signed(
            method,
            target,
            builder ->
                builder
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(1)));
    return request.encodedPath() + "?" + request.encodedQueryParameters().orElseThrow();
  }

  private SdkHttpRequest signed(
      String method, String target, Consumer<SignRequest.Builder<AwsCredentialsIdentity>> more) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(URI.create("http://127.0.0.1:" + port + target))
            .build();
    return AwsV4HttpSigner.create()
        .sign(builder -> {
          builder
              .identity(credentials)
              .request(request)
              .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
              .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
              .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
              .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false);
          more.accept(builder);
        })
        .request();
  }
}
