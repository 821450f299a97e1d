package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;

/** Holds the signer against the SDK's own: on the same request both must say the same. */
class RequestSignerTest {

  private static final String REGION = "eu-central-1";
  private static final AwsCredentials LASTING = AwsBasicCredentials.create("AKIDEXAMPLE", "s/e+c");
  private static final AwsCredentials TEMPORARY =
      AwsSessionCredentials.create("AKIDTEMPORARY", "secret", "token/with+signs==");
  private static final Instant NOW = Instant.parse("2026-03-09T23:59:58Z");

  private final AwsV4HttpSigner oracle = AwsV4HttpSigner.create();

  private static final List<String> PATHS =
      List.of(
          "/bucket/part%3Da/f.parquet",
          "/", "/a//b", "/bucket/a%252Fb%2B%20%C3%A9", "/bucket/./x/../y");

  private static BucketAddressing.Target target(String path) {
    return new BucketAddressing.Target("https", "s3.example.com", -1, path);
  }

  private static RequestSigner signer(AwsCredentials credentials, Instant now) {
    return new RequestSigner(() -> credentials, REGION, Clock.fixed(now, ZoneOffset.UTC));
  }

  private SdkHttpRequest oracle(
      AwsCredentials credentials, SdkHttpRequest request, Duration presigned) {
    SignRequest.Builder<? extends software.amazon.awssdk.identity.spi.AwsCredentialsIdentity>
        builder =
            SignRequest.builder(credentials)
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC));
    if (!presigned.isZero()) {
      builder
          .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
          .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, presigned)
          .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false);
    }
    return oracle.sign(builder.build()).request();
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

  private void assertSameHeaders(
      AwsCredentials credentials,
      BucketAddressing.Target target,
      Map<String, String> query,
      Map<String, String> headers)
      throws Exception {
    for (SdkHttpMethod method : List.of(SdkHttpMethod.GET, SdkHttpMethod.HEAD)) {
      SdkHttpRequest expected =
          oracle(credentials, unsigned(method, target, query, headers), Duration.ZERO);
      Map<String, String> actual =
          signer(credentials, NOW).sign(method.name(), target, query, headers);
      actual.forEach((name, value) ->
          assertEquals(value, expected.firstMatchingHeader(name).orElse(null), name));
      assertEquals(expected.headers().size() - 1, actual.size(), "all but the host");
    }
  }

  @Test
  void signsEveryKindOfPathAsTheSdkDoes() throws Exception {
    for (String path : PATHS) {
      assertSameHeaders(LASTING, target(path), Map.of(), Map.of());
    }
  }

  @Test
  void signsAPortThatIsNotTheStandardOne() throws Exception {
    assertSameHeaders(
        LASTING,
        new BucketAddressing.Target("http", "127.0.0.1", 9000, "/b/k"),
        Map.of(),
        Map.of());
  }

  @Test
  void signsQueryAndHeaders() throws Exception {
    assertSameHeaders(
        LASTING,
        target("/b/k"),
        Map.of("partNumber", "7", "a/b", "c d+e"),
        Map.of("x-amz-checksum-mode", "ENABLED", "x-amz-meta-a", "  two   words "));
  }

  @Test
  void signsTheTokenOfTemporaryCredentials() throws Exception {
    assertSameHeaders(TEMPORARY, target("/b/k"), Map.of(), Map.of());
  }

  @Test
  void signsWhatABodyIsSaidToBe() throws Exception {
    RequestSigner signer = signer(LASTING, NOW);
    Map<String, String> headers = Map.of("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    Map<String, String> signed = signer.sign("PUT", target("/b/k"), Map.of(), headers);
    SdkHttpRequest expected =
        oracle
            .sign(request ->
                request
                    .identity(LASTING)
                    .request(unsigned(SdkHttpMethod.PUT, target("/b/k"), Map.of(), Map.of()))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
            .request();
    assertEquals(
        expected.firstMatchingHeader("Authorization").orElse(""), signed.get("Authorization"));
    assertEquals("UNSIGNED-PAYLOAD", signed.get("x-amz-content-sha256"));
  }

  @Test
  void presignsAsTheSdkDoes() throws Exception {
    Map<String, String> query =
        Map.of("response-content-type", "x/y; a=b c", "response-expires", "é/+");
    for (AwsCredentials credentials : List.of(LASTING, TEMPORARY)) {
      for (String path : PATHS) {
        for (Map<String, String> headers :
            List.of(Map.<String, String>of(), Map.of("x-amz-checksum-mode", "ENABLED"))) {
          URI expected =
              oracle(
                      credentials,
                      unsigned(SdkHttpMethod.GET, target(path), query, headers),
                      Duration.ofSeconds(77))
                  .getUri();
          URI actual =
              signer(credentials, NOW)
                  .presign(target(path), query, headers, Duration.ofSeconds(77));
          assertEquals(parameters(expected), parameters(actual));
          assertEquals(expected.getRawPath(), actual.getRawPath());
          assertEquals(expected.getAuthority(), actual.getAuthority());
          assertEquals(expected.getScheme(), actual.getScheme());
        }
      }
    }
  }

  private static Set<String> parameters(URI url) {
    return new TreeSet<>(Arrays.asList(url.getRawQuery().split("&")));
  }

  @Test
  void theNextDayHasAnotherKey() throws Exception {
    Instant[] now = {NOW};
    RequestSigner signer =
        new RequestSigner(
            () -> LASTING,
            REGION,
            new Clock() {
              @Override
              public Instant instant() {
                return now[0];
              }

              @Override
              public ZoneOffset getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(java.time.ZoneId zone) {
                return this;
              }
            });
    String today = signer.sign("GET", target("/k"), Map.of(), Map.of()).get("Authorization");
    now[0] = NOW.plusSeconds(2);
    String tomorrow = signer.sign("GET", target("/k"), Map.of(), Map.of()).get("Authorization");
    assertNotEquals(today, tomorrow);
    assertEquals(
        signer(LASTING, now[0]).sign("GET", target("/k"), Map.of(), Map.of()).get("Authorization"),
        tomorrow);
  }

  @Test
  void aChangedSecretIsUsedAtOnce() throws Exception {
    AwsCredentials[] current = {LASTING};
    RequestSigner signer =
        new RequestSigner(() -> current[0], REGION, Clock.fixed(NOW, ZoneOffset.UTC));
    String before = signer.sign("GET", target("/k"), Map.of(), Map.of()).get("Authorization");
    current[0] = AwsBasicCredentials.create("AKIDEXAMPLE", "rotated");
    String after = signer.sign("GET", target("/k"), Map.of(), Map.of()).get("Authorization");
    assertNotEquals(before, after);
    assertEquals(
        signer(current[0], NOW).sign("GET", target("/k"), Map.of(), Map.of()).get("Authorization"),
        after);
  }
}
