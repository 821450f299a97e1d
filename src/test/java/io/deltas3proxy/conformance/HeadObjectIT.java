package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SampleEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class HeadObjectIT {

  private static final String FILE = "/datalake/trades/02/part-1.parquet";

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
  void itSaysWhatGetAndListSay() {
    try (S3Client client = endpoint.pathStyleClient()) {
      String key = "trades/02/part-1.parquet";
      HeadObjectResponse head = client.headObject(r -> r.bucket("datalake").key(key));
      var got = client.getObjectAsBytes(r -> r.bucket("datalake").key(key)).response();
      var listed =
          client.listObjectsV2(r -> r.bucket("datalake").prefix(key)).contents().getFirst();
      assertEquals(6, head.contentLength());
      assertEquals(got.eTag(), head.eTag());
      assertEquals(listed.eTag(), head.eTag());
      assertEquals(listed.size(), head.contentLength());
      assertEquals(got.lastModified(), head.lastModified());
      assertEquals(listed.lastModified(), head.lastModified());
      assertEquals(got.contentType(), head.contentType());
      assertEquals("bytes", head.acceptRanges());
    }
  }

  @Test
  void directoriesAndMissingVersionsAre404() {
    try (S3Client client = endpoint.pathStyleClient()) {
      for (String key :
          new String[] {
            "trades", "trades/02", "trades/02/", "trades/_delta_log/00000000000000000001.json"
          }) {
        assertThrows(
            NoSuchKeyException.class,
            () -> client.headObject(r -> r.bucket("datalake").key(key)),
            key);
      }
    }
  }

  @Test
  void aRangeIs206() {
    RawHttp.Answer answer = endpoint.http().send("HEAD", FILE, "Range: bytes=1-2");
    assertEquals(206, answer.status());
    assertEquals("2", answer.header("Content-Length").orElseThrow());
    assertEquals("bytes 1-2/6", answer.header("Content-Range").orElseThrow());
    assertEquals("", answer.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-Match: \"x\" 412", "Range: bytes=99- 416", "If-None-Match: * 304"})
  void conditionsAnswerWithoutABody(String line) {
    int space = line.lastIndexOf(' ');
    RawHttp.Answer answer = endpoint.http().send("HEAD", FILE, line.substring(0, space));
    assertEquals(line.substring(space + 1), Integer.toString(answer.status()));
    assertEquals("", answer.text());
  }
}
