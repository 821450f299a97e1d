package io.deltas3proxy.gateway.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.GatewayStand;
import io.deltas3proxy.testing.GatewayStand.Metadata;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Uploads in parts over several backends. */
@ParameterizedClass
@EnumSource(Metadata.class)
// What starts once for each parameter is not known to initialize fields.
@SuppressWarnings("NullAway.Init")
class GatewayMultipartIT {

  private static final String BUCKET = "bucket";
  private static final int PART = 5 << 20;

  @TempDir private static Path directory;

  private static GatewayStand stand;
  private static S3Client s3;

  /** Takes the parameter, as every such class must; what is started with it is static. */
  GatewayMultipartIT(Metadata metadata) {
    assertNotNull(metadata);
  }

  @BeforeParameterizedClassInvocation
  static void start(Metadata metadata) {
    stand =
        GatewayStand.start(directory, metadata, "'requiredReplicas': 2, 'synchronousReplicas': 2");
    s3 = stand.client(GatewayStand.OWNER);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    s3.close();
    stand.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static String begin(String key) {
    return s3.createMultipartUpload(
            create -> create.bucket(BUCKET).key(key).contentType("video/mp4"))
        .uploadId();
  }

  private static CompletedPart part(String key, String upload, int number, byte[] content) {
    String eTag =
        s3.uploadPart(
                part -> part.bucket(BUCKET).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(content))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  @Test
  void partsBecomeOneVersion() {
    byte[] whole = bytes(PART + 1000);
    String upload = begin("parts/a");
    CompletedPart second =
        part("parts/a", upload, 2, Arrays.copyOfRange(whole, PART, whole.length));
    CompletedPart first = part("parts/a", upload, 1, Arrays.copyOf(whole, PART));
    ListPartsResponse listed =
        s3.listParts(list -> list.bucket(BUCKET).key("parts/a").uploadId(upload));
    assertEquals(List.of(1, 2), listed.parts().stream().map(Part::partNumber).toList());
    assertEquals(first.eTag(), listed.parts().getFirst().eTag());
    assertTrue(
        s3.listMultipartUploads(list -> list.bucket(BUCKET)).uploads().stream()
            .anyMatch(one -> one.uploadId().equals(upload)));
    CompleteMultipartUploadResponse done =
        s3.completeMultipartUpload(complete ->
            complete
                .bucket(BUCKET)
                .key("parts/a")
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(first, second)));
    assertTrue(done.eTag().endsWith("-2\""), done.eTag());
    var got = s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("parts/a"));
    assertArrayEquals(whole, got.asByteArray());
    assertEquals(done.eTag(), got.response().eTag());
    assertEquals("video/mp4", got.response().contentType());
    assertEquals(done.versionId(), got.response().versionId());
    assertTrue(
        s3.listMultipartUploads(list -> list.bucket(BUCKET)).uploads().stream()
            .noneMatch(one -> one.uploadId().equals(upload)));
  }

  @Test
  void aPartMayBeACopyOfARange() {
    byte[] source = bytes(PART + 10);
    s3.putObject(put -> put.bucket(BUCKET).key("source"), RequestBody.fromBytes(source));
    String upload = begin("parts/copied");
    String eTag =
        s3.uploadPartCopy(copy ->
                copy.sourceBucket(BUCKET)
                    .sourceKey("source")
                    .destinationBucket(BUCKET)
                    .destinationKey("parts/copied")
                    .copySourceRange("bytes=10-" + (PART + 9))
                    .uploadId(upload)
                    .partNumber(1))
            .copyPartResult()
            .eTag();
    s3.completeMultipartUpload(complete ->
        complete
            .bucket(BUCKET)
            .key("parts/copied")
            .uploadId(upload)
            .multipartUpload(
                parts -> parts.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));
    assertArrayEquals(
        Arrays.copyOfRange(source, 10, source.length),
        s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("parts/copied")).asByteArray());
  }

  @Test
  void anAbortedUploadIsGone() {
    String upload = begin("parts/aborted");
    part("parts/aborted", upload, 1, bytes(100));
    s3.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("parts/aborted").uploadId(upload));
    S3Exception gone =
        assertThrows(S3Exception.class, () -> part("parts/aborted", upload, 2, bytes(100)));
    assertEquals("NoSuchUpload", gone.awsErrorDetails().errorCode());
    assertThrows(
        S3Exception.class, () -> s3.headObject(head -> head.bucket(BUCKET).key("parts/aborted")));
  }

  @Test
  void aWholeOfAnotherSizeIsNotMade() {
    String upload = begin("parts/size");
    CompletedPart only = part("parts/size", upload, 1, bytes(100));
    S3Exception wrong =
        assertThrows(S3Exception.class, () -> complete("parts/size", upload, only, 101));
    assertEquals("InvalidRequest", wrong.awsErrorDetails().errorCode());
    complete("parts/size", upload, only, 100);
    assertEquals(100, s3.headObject(head -> head.bucket(BUCKET).key("parts/size")).contentLength());
  }

  private static void complete(String key, String upload, CompletedPart part, long size) {
    s3.completeMultipartUpload(complete ->
        complete
            .bucket(BUCKET)
            .key(key)
            .uploadId(upload)
            .mpuObjectSize(size)
            .multipartUpload(parts -> parts.parts(part)));
  }

  private static CompletedPart checked(String key, String upload, int number, byte[] content) {
    UploadPartResponse stored =
        s3.uploadPart(
            part ->
                part.bucket(BUCKET)
                    .key(key)
                    .uploadId(upload)
                    .partNumber(number)
                    .checksumAlgorithm(ChecksumAlgorithm.CRC32_C),
            RequestBody.fromBytes(content));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(stored.eTag())
        .checksumCRC32C(stored.checksumCRC32C())
        .build();
  }

  private static String crc32c(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    byte[] octets = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(octets);
  }

  private static CompleteMultipartUploadRequest.Builder completion(
      String key, String upload, List<CompletedPart> parts) {
    return CompleteMultipartUploadRequest.builder()
        .bucket(BUCKET)
        .key(key)
        .uploadId(upload)
        .checksumType(ChecksumType.FULL_OBJECT)
        .multipartUpload(named -> named.parts(parts));
  }

  private static String refusal(CompleteMultipartUploadRequest request) {
    return assertThrows(S3Exception.class, () -> s3.completeMultipartUpload(request))
        .awsErrorDetails()
        .errorCode();
  }

  @Test
  void aWholeOfAnotherChecksumIsNotMade() {
    byte[] whole = bytes(PART + 1000);
    String key = "parts/checksum";
    String upload = begin(key);
    List<CompletedPart> parts =
        List.of(
            checked(key, upload, 1, Arrays.copyOf(whole, PART)),
            checked(key, upload, 2, Arrays.copyOfRange(whole, PART, whole.length)));
    assertEquals(
        "BadDigest", refusal(completion(key, upload, parts).checksumCRC32C("AAAAAA==").build()));
    String sha256 = Base64.getEncoder().encodeToString(new byte[32]);
    assertEquals(
        "NotImplemented", refusal(completion(key, upload, parts).checksumSHA256(sha256).build()));
    s3.completeMultipartUpload(
        completion(key, upload, parts).checksumCRC32C(crc32c(whole)).build());
    assertArrayEquals(whole, s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray());
  }

  @Test
  void partsThatWereNotStoredMakeNothing() {
    String upload = begin("parts/wrong");
    part("parts/wrong", upload, 1, bytes(100));
    S3Exception wrong =
        assertThrows(
            S3Exception.class,
            () ->
                s3.completeMultipartUpload(complete ->
                    complete
                        .bucket(BUCKET)
                        .key("parts/wrong")
                        .uploadId(upload)
                        .multipartUpload(parts ->
                            parts.parts(
                                CompletedPart.builder()
                                    .partNumber(1)
                                    .eTag("\"00000000000000000000000000000000\"")
                                    .build()))));
    assertEquals("InvalidPart", wrong.awsErrorDetails().errorCode());
  }
}
