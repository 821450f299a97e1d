package io.deltas3proxy.s3.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ByteRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3CommandParserTest {

  private static final String SIGNED =
      "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request,"
          + " SignedHeaders=host, Signature="
          + "0".repeat(64);

  private final S3CommandParser parser =
      new S3CommandParser(List.of("localhost", "s3.example.com"), true);

  @ParameterizedTest
  @CsvSource({
    "GET,     /,                            ListBuckets",
    "HEAD,    /,                            ListBuckets",
    "GET,     /lake,                        ListObjects",
    "GET,     /lake/,                       ListObjects",
    "GET,     /lake?list-type=2,            ListObjectsV2",
    "GET,     /lake?location,               GetBucketLocation",
    "GET,     /lake?location=,              GetBucketLocation",
    "HEAD,    /lake,                        HeadBucket",
    "GET,     /lake/t/f,                    GetObject",
    "GET,     /lake/t/f?x-id=GetObject,     GetObject",
    "HEAD,    /lake/t/f,                    HeadObject",
    "OPTIONS, /lake/t/f,                    Preflight",
    "OPTIONS, *,                            Preflight",
    "PUT,     /lake/t/f,                    PutObject",
    "PUT,     /lake/t/f?partNumber=1&uploadId=u, UploadPart",
    "PUT,     /lake/t/f?acl,                ChangeSubresource",
    "PUT,     /lake,                        CreateBucket",
    "PUT,     /lake?policy,                 ChangeSubresource",
    "POST,    /lake?delete,                 DeleteObjects",
    "POST,    /lake,                        PostObject",
    "POST,    /lake/t/f?uploads,            CreateMultipartUpload",
    "POST,    /lake/t/f?uploadId=u,         CompleteMultipartUpload",
    "DELETE,  /lake/t/f,                    DeleteObject",
    "DELETE,  /lake/t/f?uploadId=u,         AbortMultipartUpload",
    "PUT,     /lake/t/f?tagging,            PutObjectTagging",
    "DELETE,  /lake/t/f?tagging,            DeleteObjectTagging",
    "DELETE,  /lake?tagging,                ChangeSubresource",
    "DELETE,  /lake,                        DeleteBucket"
  })
  void everyRequestIsOneOperation(String method, String target, String operation) {
    assertEquals(operation, parse(method, target).operation());
  }

  @Test
  void aCopyIsToldByItsHeader() {
    assertEquals("CopyObject", parse("PUT", "/lake/t/f", "x-amz-copy-source: a/b").operation());
    assertEquals(
        "UploadPartCopy",
        parse("PUT", "/lake/t/f?uploadId=u&partNumber=1", "x-amz-copy-source: a/b").operation());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/lake/t/f?acl",
        "/lake/t/f?acl=",
        "/lake/t/f?torrent",
        "/lake/t/f?tagging",
        "/lake/t/f?attributes",
        "/lake/t/f?retention",
        "/lake/t/f?legal-hold",
        "/lake/t/f?uploadId=u",
        "/lake/t/f?select&select-type=2",
        "/lake/t/f?list-type=2",
        "/lake/t/f?prefix=x",
        "/lake/t/f?unheard-of",
        "/lake/t/f?v=1",
        "/lake/t/f?Acl",
        "/lake/t/f?%61cl",
        "/lake?policy",
        "/lake?versions",
        "/lake?uploads",
        "/lake?acl",
        "/lake?cors",
        "/lake?lifecycle",
        "/lake?versioning",
        "/lake?location&prefix=t",
        "/lake?encryption",
        "/lake?list-type=2&metrics",
        "/?acl"
      })
  void whatIsNotServedIsNeverThePlainOperation(String target) {
    assertEquals(S3ErrorCode.NOT_IMPLEMENTED, refusal("GET", target));
  }

  @Test
  void selectIsRefusedThoughItIsPosted() {
    assertEquals(S3ErrorCode.NOT_IMPLEMENTED, refusal("POST", "/lake/t/f?select&select-type=2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "Get", "TRACE", "PATCH", "PROPFIND", "CONNECT", "GET "})
  void otherMethodsAreNotAllowed(String method) {
    assertEquals(S3ErrorCode.METHOD_NOT_ALLOWED, refusal(method, "/lake/t/f"));
  }

  @ParameterizedTest
  @CsvSource({
    "/lake/a%2Fb,             a/b",
    "/lake/a%2fb,             a/b",
    "/lake/part=x/f,          part=x/f",
    "/lake/part%3Dx/f,        part=x/f",
    "/lake/a+b,               a+b",
    "/lake/a%2Bb,             a+b",
    "/lake/a%20b,             a b",
    "/lake/%252F,             %2F",
    "/lake/a%252e%252e/b,     a%2e%2e/b",
    "/lake/t//f,              t//f",
    "/lake//t,                /t",
    "/lake/t/,                t/",
    "/lake/t/f;x=1,           t/f;x=1",
    "/lake/t/..;/f,           t/..;/f",
    "/lake/t/...,             t/...",
    "/lake/t/.f,              t/.f",
    "/lake/t%5C..%5Cf,        t\\..\\f",
    "/lake/caf%C3%A9,         caf\u00e9",
    "/lake/cafe%CC%81,        cafe\u0301",
    "/lake/%F0%9F%90%AC,      🐬",
    "http://any.host/lake/t/f,      t/f",
    "HTTP://lake.localhost:1/t/f,   t/f"
  })
  void keysAreDecodedOnceAndNeverNormalised(String target, String key) {
    assertEquals(new S3Target("lake", key), objectOf(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/lake/t/../f",
        "/lake/t/%2e%2e/f",
        "/lake/t/%2E./f",
        "/lake/t/.%2e/f",
        "/lake/./f",
        "/lake/t/..",
        "/lake/t%2F..%2Ff",
        "/lake/t%2f%2e%2e%2ff",
        "/lake/%2e",
        "/../lake/t",
        "/lake/../../etc/passwd",
        "/%2e%2e/t",
        "/lake/t/%00",
        "/lake/%c0%ae%c0%ae/f",
        "/lake/%ff",
        "/lake/%C3",
        "/lake/%ED%A0%80",
        "/lake/%zz",
        "/lake/%4",
        "/lake/%",
        "/lake/caf\u00e9",
        "/lake/a b",
        "/lake/\u0001",
        "lake/t",
        "http://host/lake/../t"
      })
  void whatCouldMeanTwoThingsIsMalformed(String target) {
    assertEquals(S3ErrorCode.INVALID_URI, refusal("GET", target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"//t/f", "/lake%2Ft/f"})
  void aBucketHasAName(String target) {
    assertEquals(S3ErrorCode.INVALID_BUCKET_NAME, refusal("GET", target));
  }

  @Test
  void aKeyHas1024BytesAtMost() {
    assertEquals(1024, objectOf("/lake/" + "a".repeat(1024)).key().length());
    assertEquals(S3ErrorCode.KEY_TOO_LONG, refusal("GET", "/lake/" + "a".repeat(1025)));
    assertEquals(S3ErrorCode.KEY_TOO_LONG, refusal("GET", "/lake/" + "%C3%A9".repeat(513)));
  }

  @ParameterizedTest
  @CsvSource({
    "lake.localhost,              /t/f,      lake,  t/f",
    "LAKE.LOCALHOST:18080,        /t/f,      lake,  t/f",
    "lake.s3.example.com,         /t/f,      lake,  t/f",
    "a.b.s3.example.com,          /t/f,      a.b,   t/f",
    "lake.localhost,              //t,       lake,  /t",
    "localhost:18080,             /lake/t,   lake,  t",
    "s3.example.com,              /lake/t,   lake,  t",
    ".localhost,                  /lake/t,   lake,  t",
    "evil-localhost,              /lake/t,   lake,  t",
    "127.0.0.1:18080,             /lake/t,   lake,  t",
    "[::1]:18080,                 /lake/t,   lake,  t"
  })
  void theHostMayNameTheBucket(String host, String target, String bucket, String key) {
    S3Command command = parse("GET", target, "Host: " + host);
    assertEquals(
        new S3Target(bucket, key),
        assertInstanceOf(S3Command.GetObject.class, command).read().target());
  }

  @Test
  void theRootOfABucketHostIsTheBucket() {
    assertEquals("ListObjects", parse("GET", "/", "Host: lake.localhost").operation());
    assertEquals("HeadBucket", parse("HEAD", "/", "Host: lake.localhost").operation());
  }

  @Test
  void theTargetStartsWithTheContextPath() {
    RawRequest good = new RawRequest("GET", "/app", "/app/lake/f", null, new FixedHeaders());
    assertEquals("GetObject", parser.parse(good).command().operation());
    for (String target : List.of("/lake/f", "/app", "/apple/f", "/x/../app/f", "/%61pp/lake/f")) {
      RawRequest bad = new RawRequest("GET", "/app", target, null, new FixedHeaders());
      assertEquals(
          S3ErrorCode.INVALID_URI, assertThrows(S3Exception.class, () -> parser.parse(bad)).code());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked|Content-Length: 3",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Content-Length: 3|Content-Length: 4",
        "Content-Length: 3|Content-Length: 3",
        "Content-Length: +3",
        "Content-Length: -3",
        "Content-Length: 3, 3"
      })
  void ambiguousFramingIsRefused(String headers) {
    assertEquals(
        S3ErrorCode.INVALID_REQUEST, refusal("PUT", "/lake/t/f", headers.split("\\|", -1)));
  }

  @Test
  void plainFramingIsAccepted() {
    assertEquals("PutObject", parse("PUT", "/lake/f", "Transfer-Encoding: chunked").operation());
    assertEquals("PutObject", parse("PUT", "/lake/f", "Content-Length: 0").operation());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/lake/f?versionId=a&versionId=b",
        "/lake?prefix=a&prefix=b",
        "/lake?acl&acl",
        "/lake/f?X-Amz-Signature=1&x-amz-signature=2",
        "/lake?prefix=a&%70refix=b",
        "/lake?list-type=1",
        "/lake?list-type=2&list-type=2",
        "/lake?max-keys=-1",
        "/lake?max-keys=x",
        "/lake?max-keys=",
        "/lake?max-keys=2147483648",
        "/lake?max-keys=99999999999",
        "/lake?encoding-type=base64",
        "/lake?list-type=2&continuation-token=",
        "/?continuation-token=x",
        "/lake/f?partNumber=0",
        "/lake/f?partNumber=10001",
        "/lake/f?partNumber=x",
        "/lake/f?partNumber=-1",
        "/lake/f?versionId="
      })
  void badArgumentsAreNamedSo(String target) {
    assertEquals(S3ErrorCode.INVALID_ARGUMENT, refusal("GET", target));
  }

  @Test
  void aListingIsRead() {
    S3Command.ListObjectsV2 command =
        assertInstanceOf(
            S3Command.ListObjectsV2.class,
            parse(
                "GET",
                "/lake?list-type=2&prefix=a+b%2Fc&delimiter=%2F&start-after=a%20b/d"
                    + "&max-keys=1000000000&encoding-type=url&fetch-owner=true"));
    assertEquals(new ListingQuery("a b/c", "/", 1000, true), command.query());
    assertEquals("a b/d", command.startAfter());
    assertEquals(true, command.fetchOwner());
    S3Command.ListObjects first =
        assertInstanceOf(
            S3Command.ListObjects.class, parse("GET", "/lake?delimiter=&max-keys=0&marker="));
    assertEquals(new ListingQuery("", null, 0, false), first.query());
    assertNull(first.marker());
  }

  @Test
  void aReadIsRead() {
    ObjectRead read =
        assertInstanceOf(
                S3Command.GetObject.class,
                parse(
                    "GET",
                    "/lake/f?versionId=null",
                    "Range: bytes=-5",
                    "If-Match: \"a\"",
                    "If-Match: \"b\"",
                    "If-Modified-Since: Tue, 03 Feb 2026 16:45:09 GMT",
                    "If-Unmodified-Since: yesterday",
                    "x-amz-checksum-mode: ENABLED"))
            .read();
    assertEquals(new ObjectRead.Selection(new ByteRange.Suffix(5), null), read.selection());
    assertEquals("\"a\", \"b\"", read.conditions().ifMatch());
    assertEquals(Instant.parse("2026-02-03T16:45:09Z"), read.conditions().ifModifiedSince());
    assertNull(read.conditions().ifUnmodifiedSince());
    assertEquals(true, read.checksumMode());
    assertEquals("null", read.versionId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tue, 03 Feb 2026 16:45:09 GMT",
        "Tuesday, 03-Feb-26 16:45:09 GMT",
        "Tue Feb  3 16:45:09 2026"
      })
  void datesHaveThreeForms(String date) {
    assertEquals(Instant.parse("2026-02-03T16:45:09Z"), HttpDates.parse(date).orElseThrow());
  }

  @Test
  void aRangeThatDependsOnATagIsLeftOut() {
    S3Command command = parse("GET", "/lake/f", "Range: bytes=0-1", "If-Range: \"tag\"");
    assertEquals(
        ObjectRead.Selection.ALL,
        assertInstanceOf(S3Command.GetObject.class, command).read().selection());
  }

  @Test
  void aRangeAndAPartTogetherAreRefused() {
    assertEquals(
        S3ErrorCode.INVALID_REQUEST, refusal("GET", "/lake/f?partNumber=1", "Range: bytes=0-1"));
  }

  @Test
  void encryptionWithTheCallersKeyIsNotServed() {
    assertEquals(
        S3ErrorCode.NOT_IMPLEMENTED,
        refusal("GET", "/lake/f", "x-amz-server-side-encryption-customer-algorithm: AES256"));
  }

  @Test
  void onlySignedRequestsSetHeadersOfTheAnswer() {
    String target = "/lake/f?response-content-type=text%2Fhtml";
    assertEquals(S3ErrorCode.INVALID_REQUEST, refusal("GET", target));
    assertEquals(S3ErrorCode.INVALID_REQUEST, refusal("GET", target, "Authorization: Basic eA=="));
    assertEquals("text/html", overridesOf(target, SIGNED));
    assertEquals("text/html", overridesOf(target + presigned()));
    for (String value : List.of("a%0D%0Ab", "a%0Ab", "%7F", "%E2%82%AC")) {
      assertEquals(
          S3ErrorCode.INVALID_ARGUMENT,
          refusal("GET", "/lake/f?response-content-type=" + value, SIGNED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&X-Amz-Algorithm=AWS4-HMAC-SHA256",
        "&X-Amz-Credential=AKID%2F20260101%2Fus-east-1%2Fs3%2Faws4_request",
        "&X-Amz-Date=20260101T000000Z",
        "&X-Amz-SignedHeaders=host",
        "&X-Amz-Signature="
      })
  void aSignatureOfWhichAPartIsMissingIsNone(String part) {
    String target = "/lake/f?response-content-type=text%2Fhtml";
    String all = presigned();
    assertTrue(all.contains(part));
    assertEquals(S3ErrorCode.INVALID_REQUEST, refusal("GET", target + all.replace(part, "&x-")));
    assertEquals(
        S3ErrorCode.INVALID_REQUEST, refusal("GET", target + all.replace(part, part + "%20")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request",
        "AWS4-HMAC-SHA256 Credential=AKID/x, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request, SignedHeaders=host,"
            + " Signature=00",
      })
  void aHeaderThatIsNotWholeIsNoSignature(String authorization) {
    assertEquals(
        S3ErrorCode.INVALID_REQUEST,
        refusal("GET", "/lake/f?response-content-type=a", "Authorization: " + authorization));
  }

  /** All that a presigned URL carries. */
  private static String presigned() {
    return "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKID%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
        + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature="
        + "0".repeat(64);
  }

  @Test
  void theClaimedAccessKeyIsTakenDown() {
    assertEquals("AKID", credential("/lake/f", SIGNED).accessKeyId());
    assertEquals("AKID", credential("/lake/f?X-Amz-Credential=AKID%2F20260101%2Fx").accessKeyId());
    assertNull(credential("/lake/f").accessKeyId());
    assertNull(credential("/lake/f", "Authorization: AWS AKID:signature").accessKeyId());
    assertNull(
        credential("/lake/f?X-Amz-Credential=a%0Ab'%20OR%201%3D1%2F2026&X-Amz-Signature=0")
            .accessKeyId());
  }

  @Test
  void twoCredentialsAreRefused() {
    assertEquals(
        S3ErrorCode.INVALID_ARGUMENT,
        refusal("GET", "/lake/f?X-Amz-Credential=AKID%2F2026", SIGNED));
    assertEquals(S3ErrorCode.INVALID_ARGUMENT, refusal("GET", "/lake/f", SIGNED, SIGNED));
  }

  @Test
  void aPresignedUrlOfSignatureVersion2IsToldWhatToUse() {
    S3Exception refusal =
        assertThrows(
            S3Exception.class,
            () -> parse("GET", "/lake/f?AWSAccessKeyId=AKID&Signature=a%3D&Expires=1795232048"));
    assertEquals(S3ErrorCode.INVALID_REQUEST, refusal.code());
    assertTrue(String.valueOf(refusal.getMessage()).contains("AWS4-HMAC-SHA256"));
  }

  private String overridesOf(String target, String... headers) {
    return String.valueOf(
        assertInstanceOf(S3Command.GetObject.class, parse("GET", target, headers))
            .read()
            .overrides()
            .get("content-type"));
  }

  private S3Target objectOf(String target) {
    return assertInstanceOf(S3Command.GetObject.class, parse("GET", target)).read().target();
  }

  private ClaimedCredential credential(String target, String... headers) {
    return parser.parse(raw("GET", target, headers)).credential();
  }

  private S3Command parse(String method, String target, String... headers) {
    return parser.parse(raw(method, target, headers)).command();
  }

  private S3ErrorCode refusal(String method, String target, String... headers) {
    return assertThrows(S3Exception.class, () -> parse(method, target, headers)).code();
  }

  private static RawRequest raw(String method, String target, String... headers) {
    int question = target.indexOf('?');
    return new RawRequest(
        method,
        "",
        question < 0 ? target : target.substring(0, question),
        question < 0 ? null : target.substring(question + 1),
        new FixedHeaders(headers));
  }
}
