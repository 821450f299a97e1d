package io.deltas3proxy.storage.s3;

import static io.deltas3proxy.testing.ScriptedUpload.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import io.deltas3proxy.testing.FaultyS3Server;
import io.deltas3proxy.testing.ScriptedUpload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes without the body of a caller: what is sent, and what answers mean. */
class WriteCallIT {

  private static final ObjectAddress ADDRESS = new ObjectAddress("lake", "t/a b.parquet");
  private static final UploadCompletion COMPLETION =
      new UploadCompletion(
          ADDRESS,
          "id&1",
          List.of(
              new UploadCompletion.Part(1, "abc", Map.of("ChecksumCRC32", "NSRBwg==")),
              new UploadCompletion.Part(3, "\"d<e\"", Map.of())),
          Map.of("x-amz-mp-object-size", "10"),
          WriteConditions.IF_ABSENT);
  private static final CopyRequest COPY =
      new CopyRequest(
          new ObjectAddress("lake", "t/é"),
          ADDRESS,
          ReadConditions.NONE,
          null,
          WriteConditions.NONE);

  private final ScriptedUpload upload = new ScriptedUpload();
  private final FaultyS3Server server = FaultyS3Server.start(FaultyS3Server.hangingUp());
  private final S3ObjectStore store = BackendFaultIT.open(server);

  @AfterEach
  void everyConnectionIsBack() {
    assertEquals(0, store.poolStatistics().leased());
    store.close();
    server.close();
  }

  private ObjectWriter writer() throws StoreException {
    return store.writer();
  }

  private static FaultyS3Server.Answer document(String document) {
    return FaultyS3Server.status(200, "Content-Type: application/xml\r\n", document);
  }

  private static void assertKind(String expected, Executable call) {
    StoreException failure = assertThrows(StoreException.class, call);
    assertEquals(expected, failure.getClass().getSimpleName(), failure.toString());
  }

  // --- copies and completions ---

  @Test
  void aCopyNamesItsSourceEncodedOnce() throws Exception {
    server.answerBy(
        document(
            "<?xml version=\"1.0\"?>\n\n<CopyObjectResult xmlns=\"http://x/\"><ETag>&quot;a&quot;"
                + "</ETag><LastModified>2026-01-02T03:04:05.678Z</LastModified>"
                + "<ChecksumCRC64NVME>AAAAAAAAAAA=</ChecksumCRC64NVME></CopyObjectResult>"));
    WrittenObject copied = writer().copy(COPY);
    assertEquals("\"a\"", copied.eTag());
    assertEquals(Instant.parse("2026-01-02T03:04:05Z"), copied.lastModified());
    assertEquals(Map.of("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="), copied.headers());
    FaultyS3Server.Received request = server.received().getFirst();
    assertEquals("/lake/t/%C3%A9", request.header("x-amz-copy-source"));
    assertEquals("/lake/t/a%20b.parquet", request.target());
  }

  @Test
  void aCompletionNamesItsPartsAndItsCondition() throws Exception {
    server.answerBy(
        upload.then(
            document(
                "   \n<CompleteMultipartUploadResult><Location>http://x/</Location>"
                    + "<ETag>\"a-2\"</ETag></CompleteMultipartUploadResult>")));
    WrittenObject written = writer().completeUpload(COMPLETION);
    assertEquals("\"a-2\"", written.eTag());
    assertEquals(Map.of(), written.headers());
    FaultyS3Server.Received request = server.received().getFirst();
    assertEquals("POST", request.method());
    assertEquals("/lake/t/a%20b.parquet?uploadId=id%261", request.target());
    assertEquals("*", request.header("If-None-Match"));
    assertEquals("10", request.header("x-amz-mp-object-size"));
    assertEquals(
        "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + "<Part><PartNumber>1</PartNumber><ETag>\"abc\"</ETag>"
            + "<ChecksumCRC32>NSRBwg==</ChecksumCRC32></Part>"
            + "<Part><PartNumber>3</PartNumber><ETag>\"d&lt;e\"</ETag></Part>"
            + "</CompleteMultipartUpload>",
        new String(upload.bodies().getFirst(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "InternalError, Indeterminate, 1",
    "SomethingNew, Indeterminate, 1",
    "SlowDown, Throttled, 3",
    "PreconditionFailed, PreconditionFailed, 1",
    "ConditionalRequestConflict, Conflict, 1",
    "NoSuchUpload, NoSuchUpload, 1",
    "InvalidPart, Invalid, 1"
  })
  void aGoodStatusWithAFailureInsideIsAFailure(String code, String expected, int attempts) {
    String error = "<?xml version=\"1.0\"?>\n  <Error><Code>" + code + "</Code></Error>";
    server.answerBy(upload.then(document(error)));
    assertKind(expected, () -> writer().copy(COPY));
    assertEquals(attempts, server.received().size());
    assertKind(expected, () -> writer().completeUpload(COMPLETION));
    assertEquals(2 * attempts, server.received().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not XML",
        "<Other><ETag>a</ETag></Other>",
        "<CopyObjectResult></CopyObjectResult>",
        "<CopyObjectResult><ETag>a</ETag>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<CopyObjectResult><ETag>&e;</ETag></CopyObjectResult>",
        "<!DOCTYPE x><CopyObjectResult><ETag>a</ETag></CopyObjectResult>",
        "<a><a><a><a><a><a><a><a><a></a></a></a></a></a></a></a></a></a>"
      })
  void aGoodStatusWithAnotherDocumentLeavesItOpen(String document) {
    server.answerBy(document(document));
    assertKind("Indeterminate", () -> writer().copy(COPY));
    assertEquals(1, server.received().size());
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidPart, INVALID_PART",
    "InvalidPartOrder, INVALID_PART_ORDER",
    "EntityTooSmall, ENTITY_TOO_SMALL",
    "EntityTooLarge, ENTITY_TOO_LARGE",
    "BadDigest, BAD_DIGEST",
    "InvalidDigest, INVALID_DIGEST",
    "IncompleteBody, INCOMPLETE_BODY",
    "InvalidTag, INVALID_TAG",
    "MalformedXML, INVALID_REQUEST"
  })
  void aMistakeIsNamedByItsCode(String code, StoreException.Invalid.Fault expected) {
    server.answerBy(upload.then(failure(400, code)));
    assertEquals(
        expected,
        assertThrows(StoreException.Invalid.class, () -> writer().completeUpload(COMPLETION))
            .fault());
  }

  @Test
  void aCompletionWhoseConditionNamesNothingFailsAsACondition() {
    UploadCompletion completion =
        new UploadCompletion(
            ADDRESS, "id", COMPLETION.parts(), Map.of(), new WriteConditions(false, "\"x\""));
    server.answerBy(upload.then(failure(404, "NoSuchKey")));
    assertKind("PreconditionFailed", () -> writer().completeUpload(completion));
  }

  @Test
  void whatIsDoneOnceIsNotTriedAgainWhenItMayBeDone() {
    server.answerBy(upload.then(FaultyS3Server.hangingUp()));
    assertKind("Indeterminate", () -> writer().completeUpload(COMPLETION));
    assertKind("Indeterminate", () -> writer().copy(COPY));
    assertEquals(2, server.received().size());
  }

  // --- what may be repeated ---

  @Test
  void aDeletionIsTriedAgain() throws Exception {
    server.answerBy(
        FaultyS3Server.hangingUp(),
        failure(500, "InternalError"),
        FaultyS3Server.raw(true, "HTTP/1.1 204 No Content\r\n\r\n", new byte[0]));
    writer().delete(ADDRESS);
    assertEquals(3, server.received().size());
    server.answerBy(failure(404, "NoSuchKey"));
    writer().delete(ADDRESS);
    server.answerBy(failure(404, "NoSuchBucket"));
    assertKind("NotFound", () -> writer().delete(ADDRESS));
    server.answerBy(failure(403, "AccessDenied"));
    assertKind("Denied", () -> writer().delete(ADDRESS));
    server.answerBy(failure(500, "InternalError"));
    assertKind("Indeterminate", () -> writer().delete(ADDRESS));
  }

  @Test
  void anEndOfAnUploadThatWasLostIsNoUnknownUpload() throws Exception {
    server.answerBy(FaultyS3Server.hangingUp(), failure(404, "NoSuchUpload"));
    writer().abortUpload(ADDRESS, "id");
    assertKind("NoSuchUpload", () -> writer().abortUpload(ADDRESS, "id"));
  }

  @Test
  void theRefusalOfACallersCredentialsIsTheCallers() throws Exception {
    server.answerBy(failure(403, "AccessDenied"));
    ObjectWriter theirs = store.signedBy(new StoreCredentials("THEIRS", "s", null)).writer();
    assertKind("CallerDenied", () -> theirs.delete(ADDRESS));
    assertKind("CallerDenied", () -> theirs.copy(COPY));
    assertTrue(
        server.received().stream()
            .allMatch(request -> request.header("Authorization").contains("Credential=THEIRS/")));
  }

  // --- parts ---

  private static String part(int number) {
    return "<Part><PartNumber>"
        + number
        + "</PartNumber><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>\"a\"</ETag>"
        + "<Size>5</Size><ChecksumCRC32>NSRBwg==</ChecksumCRC32></Part>";
  }

  private static FaultyS3Server.Answer parts(String truncated, String parts) {
    return document(
        "<ListPartsResult><IsTruncated>"
            + truncated
            + "</IsTruncated>"
            + parts
            + "</ListPartsResult>");
  }

  @Test
  void partsAreListedFromOneOn() throws Exception {
    server.answerBy(parts("true", part(2) + part(3) + part(9)));
    PartPage page = writer().listParts(ADDRESS, "id", 2, 2);
    assertEquals(
        List.of(
            new PartPage.StoredPart(
                3,
                5,
                "\"a\"",
                Instant.parse("2026-01-02T03:04:05Z"),
                Map.of("ChecksumCRC32", "NSRBwg==")),
            new PartPage.StoredPart(
                9,
                5,
                "\"a\"",
                Instant.parse("2026-01-02T03:04:05Z"),
                Map.of("ChecksumCRC32", "NSRBwg=="))),
        page.parts());
    assertTrue(page.more());
    assertEquals(
        "/lake/t/a%20b.parquet?max-parts=2&part-number-marker=2&uploadId=id",
        server.received().getFirst().target());
    assertEquals(1, writer().listParts(ADDRESS, "id", 0, 1).parts().size());
    server.answerBy(parts("false", part(1)));
    assertFalse(writer().listParts(ADDRESS, "id", 0, 10).more());
  }

  @Test
  void partsThatCouldPassForAllAreRefused() {
    for (FaultyS3Server.Answer answer :
        List.of(
            parts("", part(1)),
            parts("true", ""),
            parts("true", part(1)),
            parts("false", part(2) + part(1)),
            parts("false", "<Part><PartNumber>5</PartNumber></Part>"),
            document("<ListPartsResult/>"))) {
      server.answerBy(answer);
      assertKind("Unavailable", () -> writer().listParts(ADDRESS, "id", 1, 10));
    }
  }

  // --- tags ---

  @Test
  void tagsAreSentAndRead() throws Exception {
    server.answerBy(
        document(
            "<Tagging><TagSet><Tag><Key>a</Key><Value>&lt;1&gt;</Value></Tag>"
                + "<Tag><Key>b</Key><Value/></Tag></TagSet></Tagging>"));
    assertEquals(Map.of("a", "<1>", "b", ""), writer().tags(ADDRESS));
    assertEquals("/lake/t/a%20b.parquet?tagging=", server.received().getFirst().target());
    server.answerBy(upload.then(FaultyS3Server.status(200, "", "")));
    writer().setTags(ADDRESS, Map.of("a", "<1>"));
    assertEquals(
        "<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet><Tag><Key>a</Key>"
            + "<Value>&lt;1&gt;</Value></Tag></TagSet></Tagging>",
        new String(upload.bodies().getFirst(), StandardCharsets.UTF_8));
    writer().setTags(ADDRESS, Map.of());
    assertEquals("DELETE", server.received().getLast().method());
    server.answerBy(failure(404, "NoSuchKey"));
    assertKind("NotFound", () -> writer().tags(ADDRESS));
  }
}
