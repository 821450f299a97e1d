package io.deltas3proxy.s3.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of buckets that keep versions, below a path of their own. */
class VersionCommandsTest {

  private static final String LENGTH = "Content-Length: 5";
  private static final String UNTIL = "x-amz-object-lock-retain-until-date: 2030-01-02T03:04:05Z";

  private final VersionCommandParser parser = new VersionCommandParser("/s3", false);

  private static RawRequest request(String method, String target, String... headers) {
    int mark = target.indexOf('?');
    return new RawRequest(
        method,
        "",
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? null : target.substring(mark + 1),
        new FixedHeaders(headers));
  }

  private S3Command parse(String method, String target, String... headers) {
    return parser.parse(request(method, target, headers)).command();
  }

  private S3ErrorCode refusal(String method, String target, String... headers) {
    return assertThrows(S3Exception.class, () -> parse(method, target, headers)).code();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/s3", "/s3/"})
  void thePathItselfIsTheService(String target) {
    assertInstanceOf(S3Command.ListBuckets.class, parse("GET", target));
  }

  @Test
  void whatFollowsThePathIsBucketAndKeyAsTheyWereSent() {
    S3Command.GetObject get =
        assertInstanceOf(S3Command.GetObject.class, parse("GET", "/s3/b/a%2Fb/c%20d+e"));
    assertEquals(new S3Target("b", "a/b/c d+e"), get.read().target());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/s3x/b/k", "/S3/b/k", "/%733/b/k", "/x/../s3/b/k", "/s3;a/b/k"})
  void whatLooksLikeThePathAndIsNotIsRefused(String target) {
    assertEquals(S3ErrorCode.INVALID_URI, refusal("GET", target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/s3/b/../k", "/s3/b/%2e%2e/k", "/s3/b/a/."})
  void noSegmentOfAKeyIsADirection(String target) {
    assertEquals(S3ErrorCode.INVALID_URI, refusal("GET", target));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /s3/b?versions, ListObjectVersions",
    "GET, /s3/b?versioning, GetBucketVersioning",
    "GET, /s3/b?object-lock, GetObjectLockConfiguration",
    "GET, /s3/b?location, GetBucketLocation",
    "GET, /s3/b?list-type=2, ListObjectsV2",
    "GET, /s3/b?uploads, ListMultipartUploads",
    "GET, /s3/b/k?retention, GetObjectRetention",
    "GET, /s3/b/k?legal-hold, GetObjectLegalHold",
    "GET, /s3/b/k?tagging, GetObjectTagging",
    "GET, /s3/b/k?versionId=v1, GetObject",
    "HEAD, /s3/b/k?versionId=v1, HeadObject",
    "PUT, /s3/b, CreateBucket",
    "DELETE, /s3/b, DeleteBucket",
    "PUT, /s3/b?versioning, PutBucketVersioning",
    "PUT, /s3/b?object-lock, PutObjectLockConfiguration",
    "PUT, /s3/b/k, PutObject",
    "PUT, /s3/b/k?retention, PutObjectRetention",
    "PUT, /s3/b/k?legal-hold, PutObjectLegalHold",
    "PUT, /s3/b/k?tagging, PutObjectTagging",
    "POST, /s3/b?delete, DeleteObjects",
    "POST, /s3/b/k?uploads, CreateMultipartUpload",
    "DELETE, /s3/b/k, DeleteObject",
    "DELETE, /s3/b/k?versionId=v1, DeleteObject",
    "DELETE, /s3/b/k?tagging, DeleteObjectTagging"
  })
  void eachOperationIsKnown(String method, String target, String operation) {
    assertEquals(operation, parse(method, target, LENGTH).operation());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /s3/b?acl",
    "GET, /s3/b?versions&acl",
    "GET, /s3/b/k?retention&acl",
    "GET, /s3/b/k?torrent"
  })
  void noParameterIsPassedOver(String method, String target) {
    assertEquals(S3ErrorCode.NOT_IMPLEMENTED, refusal(method, target, LENGTH));
  }

  @Test
  void aVersionIsDeletedForGoodAndAKeyIsNot() {
    assertInstanceOf(S3Change.DeleteObject.class, parse("DELETE", "/s3/b/k"));
    S3VersionChange.DeleteVersion version =
        assertInstanceOf(
            S3VersionChange.DeleteVersion.class,
            parse("DELETE", "/s3/b/k?versionId=v1", "x-amz-bypass-governance-retention: true"));
    assertEquals("v1", version.versionId());
    assertTrue(version.bypass());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "PUT"})
  void anEmptyVersionIsNoVersion(String method) {
    assertEquals(
        S3ErrorCode.INVALID_ARGUMENT, refusal(method, "/s3/b/k?tagging&versionId=", LENGTH));
  }

  @Test
  void aNewVersionHasTheLockThatItsHeadersSay() {
    S3Change.PutObject put =
        assertInstanceOf(
            S3Change.PutObject.class,
            parse(
                "PUT",
                "/s3/b/k",
                LENGTH,
                "x-amz-object-lock-mode: COMPLIANCE",
                UNTIL,
                "x-amz-object-lock-legal-hold: ON",
                "x-amz-meta-a: 1"));
    ObjectLock lock = ObjectLock.of(put.body().headers());
    assertEquals(
        new ObjectRetention(LockMode.COMPLIANCE, Instant.parse("2030-01-02T03:04:05Z")),
        lock.retention());
    assertEquals(true, lock.legalHold());
    assertEquals(Map.of("x-amz-meta-a", "1"), ObjectLock.without(put.body().headers()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-object-lock-mode: COMPLIANCE",
        "x-amz-object-lock-legal-hold: PERHAPS",
        UNTIL
      })
  void halfALockIsRefused(String header) {
    assertEquals(S3ErrorCode.INVALID_ARGUMENT, refusal("PUT", "/s3/b/k", LENGTH, header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "+10000-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z"})
  void aDateThatNobodyCanKeepIsRefused(String until) {
    assertEquals(
        S3ErrorCode.INVALID_ARGUMENT,
        refusal(
            "PUT",
            "/s3/b/k",
            LENGTH,
            "x-amz-object-lock-mode: GOVERNANCE",
            "x-amz-object-lock-retain-until-date: " + until));
  }

  @Test
  void otherHeadersThatPromiseMoreAreStillRefused() {
    assertEquals(
        S3ErrorCode.NOT_IMPLEMENTED,
        refusal("PUT", "/s3/b/k", LENGTH, "x-amz-server-side-encryption: AES256"));
    assertEquals(
        S3ErrorCode.NOT_IMPLEMENTED,
        refusal("PUT", "/s3/b/k", LENGTH, "x-amz-object-lock-surprise: 1"));
  }

  @Test
  void aCopyTakesTagsAndMetadataEachAsItsDirectiveSays() {
    S3VersionChange.CopyVersion copy =
        assertInstanceOf(
            S3VersionChange.CopyVersion.class,
            parse(
                "PUT",
                "/s3/b/k",
                "x-amz-copy-source: /other/a%20b?versionId=v7",
                "x-amz-tagging-directive: REPLACE",
                "x-amz-tagging: a=1"));
    assertEquals(new S3Target("other", "a b"), copy.source().target());
    assertEquals("v7", copy.source().versionId());
    assertNull(copy.headers());
    assertEquals("a=1", copy.tagging());
  }

  @Test
  void aBucketMayBeMadeWithoutABody() {
    S3VersionChange.CreateBucket create =
        assertInstanceOf(S3VersionChange.CreateBucket.class, parse("PUT", "/s3/b"));
    assertEquals(0, create.body().length());
    assertFalse(create.objectLock());
  }

  @Test
  void versionsAreListedFromAMarker() {
    S3VersionCommand.ListObjectVersions list =
        assertInstanceOf(
            S3VersionCommand.ListObjectVersions.class,
            parse(
                "GET",
                "/s3/b?versions&prefix=p%2F&delimiter=%2F&key-marker=p%2Fa&version-id-marker=v1"
                    + "&max-keys=7&encoding-type=url"));
    assertEquals(new ListingQuery("p/", "/", 7, true), list.query());
    assertEquals("p/a", list.keyMarker());
    assertEquals("v1", list.versionIdMarker());
    assertEquals(
        S3ErrorCode.INVALID_ARGUMENT, refusal("GET", "/s3/b?versions&version-id-marker=v1"));
  }

  @Test
  void attributesAreNamedByAHeader() {
    S3VersionCommand.GetObjectAttributes attributes =
        assertInstanceOf(
            S3VersionCommand.GetObjectAttributes.class,
            parse("GET", "/s3/b/k?attributes", "x-amz-object-attributes: ETag, ObjectSize"));
    assertEquals(Set.of("ETag", "ObjectSize"), attributes.attributes());
    assertEquals(S3ErrorCode.INVALID_ARGUMENT, refusal("GET", "/s3/b/k?attributes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/s3/b", "/s3/b/k", "/s3/b?versioning", "/s3/b/k?retention", "/s3/b/k?tagging"})
  void whereNothingMayBeChangedOnlyWhatAChangeIsCalledIsRead(String target) {
    VersionCommandParser readOnly = new VersionCommandParser("/s3", true);
    assertInstanceOf(S3Change.Unserved.class, readOnly.parse(request("PUT", target)).command());
  }

  private static byte[] xml(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theDocumentsOfLocksAreRead() {
    assertEquals(
        Optional.of(
            new ObjectRetention(LockMode.GOVERNANCE, Instant.parse("2030-01-01T00:00:00Z"))),
        VersionRequests.retention(
            xml(
                "<Retention><Mode>GOVERNANCE</Mode>"
                    + "<RetainUntilDate>2030-01-01T00:00:00.000Z</RetainUntilDate></Retention>")));
    assertEquals(Optional.empty(), VersionRequests.retention(xml("<Retention/>")));
    assertTrue(VersionRequests.legalHold(xml("<LegalHold><Status>ON</Status></LegalHold>")));
    assertEquals(
        new LockConfiguration(new DefaultRetention(LockMode.COMPLIANCE, 2, true)),
        VersionRequests.lockConfiguration(
            xml(
                "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>"
                    + "<DefaultRetention><Mode>COMPLIANCE</Mode><Years>2</Years></DefaultRetention>"
                    + "</Rule></ObjectLockConfiguration>")));
    assertEquals(
        Optional.of("fi,de-fra"),
        VersionRequests.location(
            xml(
                "<CreateBucketConfiguration><LocationConstraint>fi,de-fra</LocationConstraint>"
                    + "</CreateBucketConfiguration>")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Retention><Mode>GOVERNANCE</Mode></Retention>",
        "<Retention><Mode>FOREVER</Mode><RetainUntilDate>2030-01-01T00:00:00Z</RetainUntilDate>"
            + "</Retention>",
        "<LegalHold><Status>ON</Status></LegalHold>",
        "<!DOCTYPE a><Retention/>"
      })
  void whatIsNoRetentionIsMalformed(String document) {
    assertEquals(
        S3ErrorCode.MALFORMED_XML,
        assertThrows(S3Exception.class, () -> VersionRequests.retention(xml(document))).code());
  }

  @Test
  void aDeletionNamesVersions() {
    byte[] document =
        xml(
            "<Delete><Object><Key>a</Key></Object>"
                + "<Object><Key>b</Key><VersionId>v1</VersionId></Object></Delete>");
    List<DeletionRequest.Entry> entries = S3Requests.versionDeletion(document).entries();
    assertNull(entries.get(0).versionId());
    assertEquals("v1", entries.get(1).versionId());
    assertNull(entries.get(1).refusal());
    assertEquals(
        S3ErrorCode.NO_SUCH_VERSION, S3Requests.deletion(document).entries().get(1).refusal());
  }
}
