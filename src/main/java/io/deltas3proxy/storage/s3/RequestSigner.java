package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests with Signature Version 4, by the SDK's signer and a store's credentials. */
final class RequestSigner {

  private static final String SERVICE = "s3";

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsProvider credentials;
  private final String region;
  private final Clock clock;

  RequestSigner(AwsCredentialsProvider credentials, String region, Clock clock) {
    this.credentials = credentials;
    this.region = region;
    this.clock = clock;
  }

  /**
   * The headers of a request without a body, {@code Host} included.
   *
   * @param query already in the form it is sent in
   */
  Map<String, List<String>> sign(
      SdkHttpMethod method,
      BucketAddressing.Target target,
      Map<String, String> query,
      Map<String, String> headers)
      throws StoreException {
    SdkHttpRequest request = unsigned(method, target, query, headers);
    return signer.sign(prepare(request).build()).request().headers();
  }

  /** A URL that carries its signature, for a GET with exactly these headers. */
  URI presign(
      BucketAddressing.Target target,
      Map<String, String> query,
      Map<String, String> headers,
      Duration lifetime)
      throws StoreException {
    SdkHttpRequest request = unsigned(SdkHttpMethod.GET, target, query, headers);
    return signer
        .sign(
            prepare(request)
                .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lifetime)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .build())
        .request()
        .getUri();
  }

  private SignRequest.Builder<AwsCredentialsIdentity> prepare(SdkHttpRequest request)
      throws StoreException {
    return SignRequest.builder(identity())
        .request(request)
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
        .putProperty(HttpSigner.SIGNING_CLOCK, clock);
  }

  /** The provider caches; what it fetches from elsewhere is bounded by its own time-outs. */
  private AwsCredentialsIdentity identity() throws StoreException {
    try {
      return credentials.resolveCredentials();
    } catch (SdkException e) {
      throw new StoreException.Unavailable("no credentials for the store", e);
    }
  }

  private static SdkHttpRequest unsigned(
      SdkHttpMethod method,
      BucketAddressing.Target target,
      Map<String, String> query,
      Map<String, String> headers) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(method)
            .protocol(target.scheme())
            .host(target.host())
            .encodedPath(target.path());
    if (target.port() >= 0) {
      request.port(target.port());
    }
    query.forEach(request::putRawQueryParameter);
    headers.forEach(request::putHeader);
    return request.build();
  }
}
