package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetrievalModesIT {

  private static final String FILE = "/datalake/trades/02/part-1.parquet";
  private static final String FORBIDDEN = "/datalake/trades/02/part-2.parquet";
  private static final String LOG = "/datalake/trades/_delta_log/_last_checkpoint";
  private static final String SIGNED =
      "Authorization: AWS4-HMAC-SHA256 Credential=AKIDGO/20260101/eu-west-1/s3/aws4_request,"
          + " SignedHeaders=host, Signature="
          + "0".repeat(64);
  private static final URI STORE = URI.create("https://store.example.com/");

  @Test
  void inPresignedModeAFileIsRedirected() {
    try (SampleEndpoint endpoint = start(GetMode.PRESIGNED_URL, false)) {
      RawHttp.Answer answer = endpoint.http().get(FILE);
      assertEquals(307, answer.status());
      assertEquals(
          "https://store.example.com/signed?X-Amz-Signature=secret",
          answer.header("Location").orElseThrow());
      assertEquals("no-store", answer.header("Cache-Control").orElseThrow());
      assertEquals("0", answer.header("Content-Length").orElseThrow());
      assertTrue(answer.header("x-amz-request-id").isPresent());
      assertTrue(answer.header("x-amz-id-2").isPresent());
      PresignRequest signed = endpoint.store().lastPresign().orElseThrow();
      assertEquals("physical-lake/trades/02/part-1.parquet", signed.address().key());
      assertEquals(Duration.ofMinutes(5), signed.lifetime());
      assertEquals(307, endpoint.http().get(FILE, "Range: bytes=0-1").status());
      assertFalse(endpoint.server().log().toString().contains("secret?"));
    }
  }

  @Test
  void logObjectsHeadPartsAndTheForbiddenAreNeverRedirected() {
    try (SampleEndpoint endpoint = start(GetMode.PRESIGNED_URL, false)) {
      assertEquals(200, endpoint.http().get(LOG).status());
      assertEquals(200, endpoint.http().send("HEAD", FILE).status());
      assertEquals(206, endpoint.http().get(FILE + "?partNumber=1").status());
      assertEquals(403, endpoint.http().get(FORBIDDEN).status());
      assertEquals(404, endpoint.http().get("/datalake/trades/02/in-no-log.parquet").status());
      assertEquals(404, endpoint.http().get(FILE + "?versionId=x").status());
      assertTrue(endpoint.store().lastPresign().isEmpty());
    }
  }

  @Test
  void rangesMayBeStreamed() {
    try (SampleEndpoint endpoint = start(GetMode.PRESIGNED_URL, true)) {
      assertEquals(206, endpoint.http().get(FILE, "Range: bytes=0-1").status());
      assertEquals(307, endpoint.http().get(FILE).status());
    }
  }

  @Test
  void aStoreWithoutUrlsStreams() {
    try (SampleEndpoint endpoint = SampleEndpoint.start(settings(GetMode.PRESIGNED_URL, false))) {
      assertEquals("london", endpoint.http().get(FILE).text());
    }
  }

  @Test
  void inAutoModeOnlyThoseThatFollowAreRedirected() {
    try (SampleEndpoint endpoint = start(GetMode.AUTO, false)) {
      assertEquals(200, endpoint.http().get(FILE).status());
      assertEquals(200, endpoint.http().get(FILE, "User-Agent: Boto3/1.40").status());
      assertEquals(307, endpoint.http().get(FILE, "User-Agent: x follows-redirects/1").status());
      assertEquals(307, endpoint.http().get(FILE, SIGNED).status());
      assertEquals(403, endpoint.http().get(FORBIDDEN, SIGNED).status());
    }
  }

  @Test
  void inProxyModeNobodyIsRedirected() {
    try (SampleEndpoint endpoint = start(GetMode.PROXY, false)) {
      assertEquals(200, endpoint.http().get(FILE, "User-Agent: follows-redirects").status());
    }
  }

  @Test
  void theUrlIsSignedForTheHeadersAndParametersThatFollow() {
    try (SampleEndpoint endpoint = start(GetMode.PRESIGNED_URL, false)) {
      RawHttp.Answer answer =
          endpoint
              .http()
              .get(
                  FILE + "?response-content-type=text%2Fplain",
                  SIGNED,
                  "x-amz-checksum-mode: ENABLED",
                  "X-Amz-User-Agent: aws-sdk-js/3",
                  "Range: bytes=0-1");
      assertEquals(307, answer.status());
      PresignRequest signed = endpoint.store().lastPresign().orElseThrow();
      assertEquals(
          Map.of("x-amz-checksum-mode", "ENABLED", "x-amz-user-agent", "aws-sdk-js/3"),
          signed.signedHeaders());
      assertEquals(Map.of("response-content-type", "text/plain"), signed.responseParameters());
    }
  }

  @Test
  void aHeaderThatIsSignedForNobodyMakesTheRequestStreamed() {
    try (SampleEndpoint endpoint = start(GetMode.PRESIGNED_URL, false)) {
      for (String header :
          List.of(
              "x-amz-security-token: t",
              "X-Amz-Request-Payer: requester",
              "x-amz-expected-bucket-owner: 111122223333",
              "x-amz-meta-own: x",
              "x-amz-unheard-of: x")) {
        assertEquals(200, endpoint.http().get(FILE, header).status(), header);
      }
      assertTrue(endpoint.store().lastPresign().isEmpty());
    }
  }

  private static SampleEndpoint start(GetMode mode, boolean proxyPartial) {
    SampleEndpoint endpoint = SampleEndpoint.start(settings(mode, proxyPartial));
    endpoint.store().presignBelow(STORE);
    return endpoint;
  }

  private static EndpointSettings settings(GetMode mode, boolean proxyPartial) {
    return SampleEndpoint.settings(
        new RetrievalSettings(
            mode,
            proxyPartial,
            Duration.ofMinutes(5),
            List.of("follows-redirects"),
            List.of("AKIDGO")),
        new CorsSettings(List.of(), Duration.ZERO),
        true,
        9);
  }
}
