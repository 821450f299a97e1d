package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.s3.endpoint.CorsSettings;
import io.deltas3proxy.s3.endpoint.GetMode;
import io.deltas3proxy.s3.endpoint.RetrievalSettings;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightIT {

  private static final String FILE = "/datalake/trades/02/part-1.parquet";

  @Test
  void aKnownOriginMayRead() {
    try (SampleEndpoint endpoint = SampleEndpoint.start()) {
      RawHttp.Answer answer =
          endpoint
              .http()
              .send(
                  "OPTIONS",
                  FILE,
                  "Origin: https://app.example.com",
                  "Access-Control-Request-Method: GET",
                  "Access-Control-Request-Headers: range,x-amz-date");
      assertEquals(200, answer.status());
      assertEquals("https://app.example.com", allowedOrigin(answer));
      assertEquals("GET, HEAD", answer.header("Access-Control-Allow-Methods").orElseThrow());
      assertEquals("range,x-amz-date", answer.header("Access-Control-Allow-Headers").orElseThrow());
      assertEquals("600", answer.header("Access-Control-Max-Age").orElseThrow());
      for (String target :
          List.of(FILE, "/datalake/trades/02/part-2.parquet", "/datalake/a%20/?acl")) {
        RawHttp.Answer read = endpoint.http().get(target, "Origin: https://app.example.com");
        assertEquals("https://app.example.com", allowedOrigin(read));
        assertEquals("Origin", read.header("Vary").orElseThrow());
        assertTrue(read.header("Access-Control-Expose-Headers").orElseThrow().contains("ETag"));
      }
    }
  }

  @Test
  void anUnknownOriginGetsAnAnswerWithoutPermission() {
    try (SampleEndpoint endpoint = SampleEndpoint.start()) {
      for (String origin :
          List.of("https://evil.example.com", "null", "https://app.example.com.x")) {
        RawHttp.Answer answer = endpoint.http().send("OPTIONS", FILE, "Origin: " + origin);
        assertEquals(200, answer.status());
        assertTrue(answer.header("Access-Control-Allow-Origin").isEmpty());
        assertTrue(answer.header("Access-Control-Allow-Methods").isEmpty());
      }
      assertEquals(200, endpoint.http().send("OPTIONS", "/").status());
    }
  }

  @Test
  void everyOriginOrNoneMayBeConfigured() {
    RetrievalSettings retrieval =
        new RetrievalSettings(GetMode.PROXY, false, Duration.ofMinutes(5), List.of(), List.of());
    CorsSettings any = new CorsSettings(List.of("*"), Duration.ZERO);
    CorsSettings none = new CorsSettings(List.of(), Duration.ZERO);
    try (SampleEndpoint open =
            SampleEndpoint.start(SampleEndpoint.settings(retrieval, any, true, 9));
        SampleEndpoint closed =
            SampleEndpoint.start(SampleEndpoint.settings(retrieval, none, true, 9))) {
      assertEquals("*", allowedOrigin(open.http().get(FILE, "Origin: https://a.b")));
      RawHttp.Answer answer = closed.http().send("OPTIONS", FILE, "Origin: https://a.b");
      assertEquals(200, answer.status());
      assertTrue(answer.headers().stream().noneMatch(line -> line.startsWith("Access-Control")));
    }
  }

  private static String allowedOrigin(RawHttp.Answer answer) {
    return answer.header("Access-Control-Allow-Origin").orElseThrow();
  }
}
