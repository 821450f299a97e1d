package io.deltas3proxy.s3.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.WriteConditions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests that write say of what they write. */
class WriteCommandsTest {

  private static final String LENGTH = "Content-Length: 5";
  private static final String CRC = "x-amz-checksum-crc32: AAAAAA==";

  private final S3CommandParser parser = new S3CommandParser(List.of(), false);

  private S3Command parse(String method, String target, String... headers) {
    int mark = target.indexOf('?');
    return parser
        .parse(
            new RawRequest(
                method,
                "",
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                new FixedHeaders(headers)))
        .command();
  }

  private S3ErrorCode refusal(String method, String target, String... headers) {
    return assertThrows(S3Exception.class, () -> parse(method, target, headers)).code();
  }

  private S3Change.PutObject put(String... headers) {
    return assertInstanceOf(S3Change.PutObject.class, parse("PUT", "/lake/t/f", headers));
  }

  @Test
  void anObjectHasItsHeadersAndDigests() {
    S3Change.PutObject put =
        put(
            LENGTH,
            "Content-Type: text/plain",
            "Content-Encoding: aws-chunked, gzip",
            "X-Amz-Meta-Owner: me",
            "x-amz-meta-name: é",
            "Content-MD5: XUFAKrxLKna5cZ2REBfFkg==",
            CRC,
            "x-amz-storage-class: STANDARD_IA",
            "x-amz-tagging: a=1&b=2%203",
            "x-amz-acl: bucket-owner-full-control");
    assertEquals(new S3Target("lake", "t/f"), put.target());
    assertEquals(5, put.body().length());
    assertEquals(
        Map.of(
            "content-type", "text/plain",
            "content-encoding", "gzip",
            "x-amz-meta-owner", "me",
            "x-amz-meta-name", "=?UTF-8?B?w6k=?=",
            "content-md5", "XUFAKrxLKna5cZ2REBfFkg==",
            "x-amz-checksum-crc32", "AAAAAA==",
            "x-amz-storage-class", "STANDARD_IA",
            "x-amz-tagging", "a=1&b=2%203"),
        put.body().headers());
  }

  @Test
  void aBodyInChunksHasTheLengthOfItsData() {
    S3Change.PutObject put =
        put(
            "Content-Length: 500",
            "Content-Encoding: aws-chunked",
            "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "x-amz-decoded-content-length: 17");
    assertEquals(17, put.body().length());
    assertEquals(Map.of(), put.body().headers());
  }

  @ParameterizedTest
  @CsvSource({
    "x-none: 1, MISSING_CONTENT_LENGTH",
    "Transfer-Encoding: chunked, MISSING_CONTENT_LENGTH",
    "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD, MISSING_CONTENT_LENGTH",
    "Content-Length: 5368709121, ENTITY_TOO_LARGE",
    "Content-Length: 999999999999999999, ENTITY_TOO_LARGE"
  })
  void aBodyHasALengthThatIsKnownAndNotTooLarge(String header, S3ErrorCode code) {
    assertEquals(code, refusal("PUT", "/lake/t/f", header));
  }

  @Test
  void fiveGibibytesAreTheMost() {
    assertEquals(5L << 30, put("Content-Length: 5368709120").body().length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-MD5: abc | INVALID_DIGEST",
        "Content-MD5: AAAAAA== | INVALID_DIGEST",
        "x-amz-checksum-crc32: AAAA | INVALID_REQUEST",
        "x-amz-checksum-sha256: AAAAAA== | INVALID_REQUEST",
        "x-amz-storage-class: a b | INVALID_STORAGE_CLASS",
        "x-amz-tagging: a=1&a=2 | INVALID_TAG",
        "x-amz-tagging: =1 | INVALID_TAG",
        "x-amz-tagging: aws:x=1 | INVALID_TAG",
        "x-amz-tagging: a=%zz | INVALID_ARGUMENT",
        "If-None-Match: \"x\" | NOT_IMPLEMENTED",
        "If-Match: * | NOT_IMPLEMENTED",
        "If-Match: \"a\", \"b\" | NOT_IMPLEMENTED",
        "If-Unmodified-Since: Tue, 03 Feb 2026 16:45:09 GMT | NOT_IMPLEMENTED",
        "x-amz-acl: public-read | NOT_IMPLEMENTED",
        "x-amz-grant-read: id=1 | NOT_IMPLEMENTED",
        "x-amz-server-side-encryption: aws:kms | NOT_IMPLEMENTED",
        "x-amz-server-side-encryption: AES256 | NOT_IMPLEMENTED",
        "x-amz-server-side-encryption-customer-algorithm: AES256 | NOT_IMPLEMENTED",
        "x-amz-object-lock-mode: GOVERNANCE | NOT_IMPLEMENTED",
        "x-amz-website-redirect-location: / | NOT_IMPLEMENTED",
        "x-amz-write-offset-bytes: 5 | NOT_IMPLEMENTED"
      })
  void whatCannotBeKeptIsRefused(String header, S3ErrorCode code) {
    assertEquals(code, refusal("PUT", "/lake/t/f", LENGTH, header));
  }

  @Test
  void oneChecksumIsTheMost() {
    String other = "x-amz-checksum-crc32c: AAAAAA==";
    assertEquals(S3ErrorCode.INVALID_REQUEST, refusal("PUT", "/lake/t/f", LENGTH, CRC, other));
    assertEquals(
        S3ErrorCode.INVALID_REQUEST,
        refusal("PUT", "/lake/t/f", LENGTH, CRC, "x-amz-trailer: x-amz-checksum-crc32"));
  }

  @Test
  void elevenTagsAreTooMany() {
    String eleven =
        IntStream.range(0, 11).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining("&"));
    assertEquals(
        S3ErrorCode.BAD_REQUEST, refusal("PUT", "/lake/t/f", LENGTH, "x-amz-tagging: " + eleven));
  }

  @Test
  void metadataHasTwoKibibytesAtMost() {
    String most = "x-amz-meta-abcd: " + "x".repeat(2044);
    assertEquals(Map.of("x-amz-meta-abcd", "x".repeat(2044)), put(LENGTH, most).body().headers());
    assertEquals(S3ErrorCode.METADATA_TOO_LARGE, refusal("PUT", "/lake/t/f", LENGTH, most + "y"));
    // Two bytes a character.
    assertEquals(
        S3ErrorCode.METADATA_TOO_LARGE,
        refusal("PUT", "/lake/t/f", LENGTH, "x-amz-meta-a: " + "é".repeat(1024)));
  }

  @Test
  void conditionsAreAbsenceOrAnEntityTag() {
    assertEquals(WriteConditions.NONE, put(LENGTH).conditions());
    assertEquals(WriteConditions.IF_ABSENT, put(LENGTH, "If-None-Match: *").conditions());
    assertEquals(
        new WriteConditions(false, "\"tag\""), put(LENGTH, "If-Match: \"tag\"").conditions());
    assertEquals(
        S3ErrorCode.NOT_IMPLEMENTED,
        refusal("PUT", "/lake/t/f", LENGTH, "If-None-Match: *", "If-Match: \"tag\""));
  }

  private S3Change.CopyObject copy(String... headers) {
    return assertInstanceOf(S3Change.CopyObject.class, parse("PUT", "/lake/t/f", headers));
  }

  @ParameterizedTest
  @CsvSource({
    "lake/t/source, lake, t/source",
    "/lake/t/source, lake, t/source",
    "lake/t%2Fso%20urce, lake, t/so urce",
    "lake/t/%2525, lake, t/%25",
    "lake/t/a+b, lake, t/a+b",
    "lake/t//x, lake, t//x",
    "lake/t/%3Fx, lake, t/?x"
  })
  void aCopySourceIsDecodedOnce(String value, String bucket, String key) {
    CopySource source = copy("x-amz-copy-source: " + value).source();
    assertEquals(new S3Target(bucket, key), source.target());
    assertNull(source.versionId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lake",
        "lake/",
        "/lake/",
        "//t",
        "lake/../x",
        "lake/t/..",
        "lake/t/%2e%2e/x",
        "lake/./x",
        "../x",
        "a%2Fb/x",
        "lake/t?versionId=",
        "lake/t?acl",
        "lake/t?x&versionId=1",
        "lake/t%zz",
        "lake/t%00",
        "lake/a b"
      })
  void aCopySourceThatIsNoneIsRefused(String value) {
    assertEquals(
        S3ErrorCode.INVALID_ARGUMENT, refusal("PUT", "/lake/t/f", "x-amz-copy-source: " + value));
  }

  @Test
  void aCopySourceMayNameAVersionAndConditions() {
    CopySource source =
        copy(
                "x-amz-copy-source: lake/t/s?versionId=v1",
                "x-amz-copy-source-if-match: \"a\"",
                "x-amz-copy-source-if-none-match: \"b\"",
                "x-amz-copy-source-if-unmodified-since: Tue, 03 Feb 2026 16:45:09 GMT")
            .source();
    assertEquals("v1", source.versionId());
    assertEquals("\"a\"", source.conditions().ifMatch());
    assertEquals("\"b\"", source.conditions().ifNoneMatch());
    assertEquals(
        S3ErrorCode.INVALID_ARGUMENT,
        refusal(
            "PUT",
            "/lake/t/f",
            "x-amz-copy-source: lake/t/s",
            "x-amz-copy-source-if-modified-since: yesterday"));
  }

  @Test
  void aCopyHasTheHeadersOfItsSourceOrItsOwn() {
    String source = "x-amz-copy-source: lake/t/s";
    assertNull(copy(source, "Content-Type: text/plain").headers());
    assertNull(copy(source, "x-amz-metadata-directive: COPY").headers());
    assertEquals(
        Map.of("content-type", "text/plain"),
        copy(source, "x-amz-metadata-directive: REPLACE", "Content-Type: text/plain").headers());
    assertEquals(
        S3ErrorCode.INVALID_ARGUMENT,
        refusal("PUT", "/lake/t/f", source, "x-amz-metadata-directive: MOVE"));
    assertEquals(
        S3ErrorCode.NOT_IMPLEMENTED,
        refusal("PUT", "/lake/t/f", source, "x-amz-tagging-directive: REPLACE"));
  }

  @Test
  void partsAreNumberedFromOneToTenThousand() {
    S3Change.UploadPart part =
        assertInstanceOf(
            S3Change.UploadPart.class,
            parse("PUT", "/lake/t/f?uploadId=u&partNumber=10000", LENGTH, CRC));
    assertEquals(new UploadedPart("u", 10_000), part.part());
    assertEquals(Map.of("x-amz-checksum-crc32", "AAAAAA=="), part.body().headers());
    for (String number : List.of("0", "10001", "x", "", "999999", "-1", "+1")) {
      assertEquals(
          S3ErrorCode.INVALID_ARGUMENT,
          refusal("PUT", "/lake/t/f?uploadId=u&partNumber=" + number, LENGTH),
          number);
    }
    assertEquals(
        S3ErrorCode.NO_SUCH_UPLOAD, refusal("PUT", "/lake/t/f?uploadId=&partNumber=1", LENGTH));
  }

  @Test
  void aPartMayBeARangeOfAnotherObject() {
    String target = "/lake/t/f?uploadId=u&partNumber=1";
    String source = "x-amz-copy-source: lake/t/s";
    S3Change.UploadPartCopy part =
        assertInstanceOf(
            S3Change.UploadPartCopy.class,
            parse("PUT", target, source, "x-amz-copy-source-range: bytes=5-9"));
    assertEquals(new ByteRange.Bounded(5, 9), part.range());
    for (String range : List.of("bytes=5-", "bytes=-5", "5-9", "bytes=9-5")) {
      assertEquals(
          S3ErrorCode.INVALID_ARGUMENT,
          refusal("PUT", target, source, "x-amz-copy-source-range: " + range));
    }
  }

  @Test
  void theChecksumOfACompletionIsTheObjects() {
    S3Change.CompleteMultipartUpload complete =
        assertInstanceOf(
            S3Change.CompleteMultipartUpload.class,
            parse(
                "POST",
                "/lake/t/f?uploadId=u",
                LENGTH,
                CRC,
                "x-amz-checksum-type: FULL_OBJECT",
                "x-amz-mp-object-size: 12",
                "If-None-Match: *"));
    assertEquals(Map.of(), complete.body().digests());
    assertEquals(
        Map.of(
            "x-amz-checksum-crc32", "AAAAAA==",
            "x-amz-checksum-type", "FULL_OBJECT",
            "x-amz-mp-object-size", "12"),
        complete.headers());
    assertEquals(WriteConditions.IF_ABSENT, complete.conditions());
  }

  @Test
  void documentsHaveTwoMebibytesAtMost() {
    assertEquals(
        "DeleteObjects", parse("POST", "/lake?delete", "Content-Length: 2097152").operation());
    assertEquals(
        S3ErrorCode.MALFORMED_XML, refusal("POST", "/lake?delete", "Content-Length: 2097153"));
  }

  @Test
  void versionsAreNotDeleted() {
    assertEquals("DeleteObject", parse("DELETE", "/lake/t/f?versionId=null").operation());
    assertEquals(S3ErrorCode.NO_SUCH_VERSION, refusal("DELETE", "/lake/t/f?versionId=v1"));
  }

  @Test
  void aDeletionHasOneConditionAtMost() {
    for (String tag : List.of("\"tag\"", "tag", "*")) {
      assertEquals(
          new S3Change.DeleteObject(new S3Target("lake", "t/f"), tag),
          parse("DELETE", "/lake/t/f", "If-Match: " + tag));
    }
    for (String header :
        List.of(
            "If-Match: \"a\", \"b\"",
            "If-None-Match: *",
            "If-None-Match: \"a\"",
            "If-Unmodified-Since: Tue, 03 Feb 2015 16:45:09 GMT",
            "x-amz-if-match-size: 7",
            "x-amz-if-match-last-modified-time: Tue, 03 Feb 2015 16:45:09 GMT")) {
      assertEquals(S3ErrorCode.NOT_IMPLEMENTED, refusal("DELETE", "/lake/t/f", header), header);
    }
  }

  @Test
  void whoWritesMayAskForPartsUploadsAndTags() {
    assertEquals(
        new S3Command.ListParts(new S3Target("lake", "t/f"), "u", 7, 1000),
        parse("GET", "/lake/t/f?uploadId=u&part-number-marker=7&max-parts=5000"));
    assertEquals(
        new S3Command.ListMultipartUploads("lake", "t/", "/", "t/a", "u", 10, true),
        parse(
            "GET",
            "/lake?uploads&prefix=t/&delimiter=/&key-marker=t/a&upload-id-marker=u&max-uploads=10"
                + "&encoding-type=url"));
    assertEquals("GetObjectTagging", parse("GET", "/lake/t/f?tagging").operation());
    assertEquals(S3ErrorCode.NOT_IMPLEMENTED, refusal("GET", "/lake?tagging"));
  }

  @Test
  void whereNothingMayBeChangedNothingElseIsRead() {
    S3CommandParser readOnly = new S3CommandParser(List.of(), true);
    for (String[] headers : List.of(new String[] {"x-amz-acl: public-read"}, new String[0])) {
      S3Command command =
          readOnly
              .parse(new RawRequest("PUT", "", "/lake/f", null, new FixedHeaders(headers)))
              .command();
      assertEquals(
          new S3Change.Unserved(new S3Target("lake", "f"), WriteAction.PUT_OBJECT), command);
    }
  }
}
