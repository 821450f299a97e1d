package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.WriteEndpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class CopyObjectIT {

  private static final String BUCKET = WriteEndpoint.BUCKET;

  private static WriteEndpoint endpoint;

  @BeforeAll
  static void start(@TempDir Path directory) {
    endpoint = WriteEndpoint.start(directory);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static CopyObjectResponse copy(S3Client client, String source, String target) {
    return client.copyObject(r ->
        r.sourceBucket(BUCKET).sourceKey(source).destinationBucket(BUCKET).destinationKey(target));
  }

  @Test
  void aReadableObjectIsCopiedToANewFile() {
    try (S3Client london = endpoint.client("london")) {
      CopyObjectResponse copied = copy(london, "trades/a.parquet", "trades/copies/é +1.parquet");
      assertEquals("content of trades/a.parquet", endpoint.stored("trades/copies/é +1.parquet"));
      var head = london.headObject(r -> r.bucket(BUCKET).key("trades/copies/é +1.parquet"));
      assertEquals(head.eTag(), copied.copyObjectResult().eTag());
      assertNotNull(copied.copyObjectResult().lastModified());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "london, trades/b.parquet, trades/copies/x, 403 AccessDenied",
    "london, other/o.parquet, trades/copies/x, 403 AccessDenied",
    "london, trades/a.parquet, other/x, 403 AccessDenied",
    "london, trades/a.parquet, trades/b.parquet, 403 AccessDenied",
    "london, trades/missing, trades/copies/x, 404 NoSuchKey",
    "reader, trades/a.parquet, trades/copies/x, 403 AccessDenied",
    "stranger, trades/a.parquet, trades/copies/x, 403 AccessDenied"
  })
  void theSourceIsReadAndTheTargetWritten(
      String user, String source, String target, String expected) {
    String before = endpoint.stored(target);
    try (S3Client client = endpoint.client(user)) {
      S3Exception e = assertThrows(S3Exception.class, () -> copy(client, source, target));
      assertEquals(expected, e.statusCode() + " " + e.awsErrorDetails().errorCode());
    }
    assertEquals(before, endpoint.stored(target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-amz-copy-source-if-match | \"other\" | 412 PreconditionFailed",
        "x-amz-copy-source-if-unmodified-since | Tue, 03 Feb 2015 16:45:09 GMT | 412 PreconditionFailed",
        "x-amz-copy-source-if-modified-since | x | 400 InvalidArgument",
        "x-amz-metadata-directive | MOVE | 400 InvalidArgument",
        "x-amz-tagging-directive | REPLACE | 501 NotImplemented"
      })
  void conditionsAndDirectivesCount(String header, String value, String expected) {
    RawHttp.Answer answer =
        endpoint.send(
            "london",
            "PUT",
            "/datalake/trades/copies/conditional",
            Map.of("x-amz-copy-source", BUCKET + "/trades/a.parquet", header, value),
            "");
    assertEquals(expected, answer.status() + " " + answer.code());
    assertEquals("NoSuchKey", endpoint.stored("trades/copies/conditional"));
  }

  private RawHttp.Answer copyIf(String source, String target, String header, String value) {
    return endpoint.send(
        "london",
        "PUT",
        "/datalake/" + target,
        Map.of("x-amz-copy-source", BUCKET + "/" + source, header, value),
        "");
  }

  @ParameterizedTest
  @CsvSource({"trades, trades", "files, files", "trades, files", "files, trades"})
  void conditionsOnTheTargetHoldWhateverTheStoreCan(String from, String to) {
    String source = from + "/a.parquet";
    String target = to + "/copies/of-" + from;
    RawHttp.Answer first = copyIf(source, target, "if-none-match", "*");
    assertEquals(200, first.status(), first.everything());
    String content = endpoint.stored(source);
    assertEquals(content, endpoint.stored(target));
    endpoint.send("london", "PUT", "/datalake/" + target, Map.of(), "newer");
    for (String[] condition :
        new String[][] {{"if-none-match", "*"}, {"if-match", "\"another\""}}) {
      RawHttp.Answer answer = copyIf(source, target, condition[0], condition[1]);
      assertEquals("412 PreconditionFailed", answer.status() + " " + answer.code());
      assertEquals("newer", endpoint.stored(target));
    }
    String tag =
        endpoint
            .send("london", "HEAD", "/datalake/" + target, Map.of(), "")
            .header("ETag")
            .orElseThrow();
    assertEquals(200, copyIf(source, target, "if-match", tag).status());
    assertEquals(content, endpoint.stored(target));
    RawHttp.Answer missing = copyIf(source, to + "/copies/none-" + from, "if-match", tag);
    assertEquals("403 AccessDenied", missing.status() + " " + missing.code());
  }

  @ParameterizedTest
  @CsvSource({"trades, trades", "files, files", "trades, files", "files, trades"})
  void whatWasCommittedMeanwhileIsNotReplaced(String from, String to) {
    String target = to + "/committed/of-" + from;
    endpoint.send("london", "PUT", "/datalake/" + target, Map.of(), "committed");
    FakeTableIndex index = to.equals("trades") ? endpoint.trades() : endpoint.files();
    AtomicInteger looks = new AtomicInteger();
    // The second look is the one before the copy is made.
    endpoint
        .indexes()
        .onRefresh(() -> {
          if (looks.incrementAndGet() == 2) {
            index.file("committed/of-" + from, "XLON");
          }
        });
    RawHttp.Answer answer = copyIf(from + "/a.parquet", target, "x-amz-meta-x", "y");
    endpoint.indexes().onRefresh(() -> {});
    assertEquals("403 AccessDenied", answer.status() + " " + answer.code());
    assertEquals("committed", endpoint.stored(target));
    assertEquals(2, looks.get());
  }

  @ParameterizedTest
  @CsvSource({
    "trades/b.parquet, files/copies/x, 403 AccessDenied",
    "files/b.parquet, trades/copies/x, 403 AccessDenied",
    "files/missing, trades/copies/x, 404 NoSuchKey",
    "trades/a.parquet, files/b.parquet, 403 AccessDenied",
    "files/a.parquet, other/x, 403 AccessDenied"
  })
  void betweenStoresTheSourceIsReadAndTheTargetWritten(
      String source, String target, String expected) {
    String before = endpoint.stored(target);
    RawHttp.Answer answer = copyIf(source, target, "x-amz-meta-x", "y");
    assertEquals(expected, answer.status() + " " + answer.code());
    RawHttp.Answer read = endpoint.send("london", "GET", "/datalake/" + source, Map.of(), "");
    if (!source.endsWith("a.parquet")) {
      assertEquals(expected, read.status() + " " + read.code());
    }
    assertEquals(before, endpoint.stored(target));
  }

  @ParameterizedTest
  @CsvSource({"trades, files", "files, trades"})
  void betweenStoresConditionsOnTheSourceCountAndHeadersAreTaken(String from, String to) {
    String source = from + "/typed.parquet";
    String tag =
        endpoint
            .send(
                "london",
                "PUT",
                "/datalake/" + source,
                Map.of("content-type", "text/csv", "x-amz-meta-who", "me"),
                "typed")
            .header("ETag")
            .orElseThrow();
    String target = to + "/typed-copy.parquet";
    String condition = "x-amz-copy-source-if-";
    assertEquals(412, copyIf(source, target, condition + "match", "\"other\"").status());
    assertEquals(412, copyIf(source, target, condition + "none-match", tag).status());
    assertEquals("NoSuchKey", endpoint.stored(target));
    assertEquals(200, copyIf(source, target, condition + "match", tag).status());
    RawHttp.Answer head = endpoint.send("london", "HEAD", "/datalake/" + target, Map.of(), "");
    assertEquals(
        "text/csv me",
        head.header("Content-Type").orElseThrow()
            + " "
            + head.header("x-amz-meta-who").orElseThrow());
    assertEquals("typed", endpoint.stored(target));
  }

  @ParameterizedTest
  @CsvSource({
    "datalake/trades/a.parquet?versionId=v1, 404 NoSuchVersion",
    "datalake/trades/..%2Fother/o.parquet, 400 InvalidArgument",
    "physical-lake/trades/a.parquet, 404 NoSuchBucket",
    "datalake, 400 InvalidArgument"
  })
  void otherSourcesAreRefused(String source, String expected) {
    RawHttp.Answer answer =
        endpoint.send(
            "london",
            "PUT",
            "/datalake/trades/copies/none",
            Map.of("x-amz-copy-source", source),
            "");
    assertEquals(expected, answer.status() + " " + answer.code());
  }

  @Test
  void whereNothingMayBeWrittenItIs403(@TempDir Path directory) {
    try (WriteEndpoint readOnly = WriteEndpoint.readOnly(directory);
        S3Client owner = readOnly.client("owner")) {
      S3Exception e =
          assertThrows(S3Exception.class, () -> copy(owner, "trades/a.parquet", "trades/copies/x"));
      assertEquals("403 AccessDenied", e.statusCode() + " " + e.awsErrorDetails().errorCode());
      assertEquals("NoSuchKey", readOnly.stored("trades/copies/x"));
    }
  }
}
