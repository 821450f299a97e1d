package io.deltas3proxy.gateway.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.GatewayStand;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Who may do what through the gateway: each way in has its denied case. */
class GatewayAccessIT {

  private static final String BUCKET = "bucket";
  private static final String SHARED = "shared/report";
  private static final String SECRET = "secret/plan";

  @TempDir private static Path directory;

  private static GatewayStand stand;
  private static S3Client owner;
  private static S3Client reader;
  private static S3Client writer;
  private static S3Client nobody;
  private static String secretVersion = "";

  @BeforeAll
  static void start() {
    stand = GatewayStand.start(directory, "");
    owner = stand.client(GatewayStand.OWNER);
    reader = stand.client(GatewayStand.READER);
    writer = stand.client(GatewayStand.WRITER);
    nobody = stand.client(GatewayStand.NOBODY);
    put(owner, SHARED);
    secretVersion = put(owner, SECRET);
  }

  @AfterAll
  static void stop() {
    Stream.of(owner, reader, writer, nobody).forEach(S3Client::close);
    stand.close();
  }

  private static String put(S3Client s3, String key) {
    return s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString("x " + key))
        .versionId();
  }

  private static String get(S3Client s3, String key) {
    return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
  }

  private static void denied(Executable request) {
    S3Exception refusal = assertThrows(S3Exception.class, request);
    assertEquals(403, refusal.statusCode(), refusal::toString);
  }

  @Test
  void whoMayReadReadsAndNothingElse() {
    assertEquals("x " + SHARED, get(reader, SHARED));
    assertEquals(8 + 7, reader.headObject(head -> head.bucket(BUCKET).key(SHARED)).contentLength());
    denied(() -> put(reader, SHARED));
    denied(() -> reader.deleteObject(delete -> delete.bucket(BUCKET).key(SHARED)));
    denied(() ->
        reader.putObjectTagging(
            tags -> tags.bucket(BUCKET).key(SHARED).tagging(set -> set.tagSet(List.of()))));
    denied(() -> reader.createMultipartUpload(upload -> upload.bucket(BUCKET).key(SHARED)));
  }

  @Test
  void whatNoRuleAllowsIsDeniedOnEveryWayOfReading() {
    denied(() -> get(reader, SECRET));
    denied(() -> reader.headObject(head -> head.bucket(BUCKET).key(SECRET)));
    denied(() -> reader.getObjectAsBytes(get -> get.bucket(BUCKET).key(SECRET).range("bytes=0-0")));
    denied(() ->
        reader.getObjectAsBytes(get -> get.bucket(BUCKET).key(SECRET).versionId(secretVersion)));
    denied(() -> reader.getObjectTagging(tags -> tags.bucket(BUCKET).key(SECRET)));
    denied(() ->
        reader.getObjectAttributes(attributes ->
            attributes.bucket(BUCKET).key(SECRET).objectAttributesWithStrings("ETag")));
    denied(() -> get(nobody, SHARED));
    denied(() -> get(writer, SHARED));
  }

  @Test
  void aMissingKeyIsMissingOnlyForWhoMightReadIt() {
    assertEquals(
        404, assertThrows(S3Exception.class, () -> get(reader, "shared/none")).statusCode());
    denied(() -> get(reader, "secret/none"));
  }

  @Test
  void aPresignedUrlHasTheRightsOfItsSigner() throws Exception {
    assertEquals(200, status(presigned(GatewayStand.READER, SHARED)));
    assertEquals(403, status(presigned(GatewayStand.READER, SECRET)));
    assertEquals(403, status(presigned(GatewayStand.NOBODY, SHARED)));
    assertEquals(403, status(URI.create(stand.endpoint() + "/bucket/" + SHARED)));
    assertEquals(
        403,
        status(
            URI.create(presigned(GatewayStand.READER, SHARED).toString().replace(SHARED, SECRET))));
  }

  private static URI presigned(AwsBasicCredentials caller, String key) throws Exception {
    try (S3Presigner presigner = stand.presigner(caller)) {
      return presigner
          .presignGetObject(presign ->
              presign
                  .signatureDuration(Duration.ofMinutes(5))
                  .getObjectRequest(get -> get.bucket(BUCKET).key(key)))
          .url()
          .toURI();
    }
  }

  private static int status(URI uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void aWrongSecretIsDenied() {
    try (S3Client wrong =
        stand.client(
            AwsBasicCredentials.create(GatewayStand.OWNER.accessKeyId(), "wrong-secret"))) {
      denied(() -> get(wrong, SHARED));
    }
  }

  @Test
  void aListingShowsWhatMayBeReadAlone() {
    List<String> seen =
        reader.listObjectsV2(list -> list.bucket(BUCKET)).contents().stream()
            .map(S3Object::key)
            .toList();
    assertTrue(seen.contains(SHARED));
    assertTrue(seen.stream().allMatch(key -> key.startsWith("shared/")), seen::toString);
    assertEquals(
        List.of("shared/"),
        reader.listObjectsV2(list -> list.bucket(BUCKET).delimiter("/")).commonPrefixes().stream()
            .map(CommonPrefix::prefix)
            .toList());
    assertTrue(
        reader.listObjectVersions(list -> list.bucket(BUCKET)).versions().stream()
            .allMatch(version -> version.key().startsWith("shared/")));
    denied(() -> reader.listObjectsV2(list -> list.bucket(BUCKET).prefix("secret/")));
    denied(() -> reader.listObjectVersions(list -> list.bucket(BUCKET).prefix("secret/")));
    denied(() -> writer.listObjects(list -> list.bucket(BUCKET)));
    denied(() -> nobody.listObjectsV2(list -> list.bucket(BUCKET)));
    denied(() -> nobody.headBucket(head -> head.bucket(BUCKET)));
    assertEquals(List.of(), nobody.listBuckets().buckets());
  }

  @Test
  void aTokenOfAnotherCallerContinuesNothing() {
    put(owner, "shared/more-1");
    put(owner, "shared/more-2");
    String token =
        owner
            .listObjectsV2(list -> list.bucket(BUCKET).prefix("shared/").maxKeys(1))
            .nextContinuationToken();
    S3Exception refusal =
        assertThrows(
            S3Exception.class,
            () ->
                reader.listObjectsV2(list ->
                    list.bucket(BUCKET).prefix("shared/").maxKeys(1).continuationToken(token)));
    assertEquals("InvalidArgument", refusal.awsErrorDetails().errorCode());
  }

  @Test
  void whoMayWriteWritesThereAlone() {
    put(writer, "inbox/letter");
    assertEquals("x inbox/letter", get(owner, "inbox/letter"));
    denied(() -> get(writer, "inbox/letter"));
    denied(() -> put(writer, "inboxes/letter"));
    denied(() -> put(writer, SHARED));
    denied(() -> writer.deleteObject(delete -> delete.bucket(BUCKET).key("inbox/letter")));
  }

  @Test
  void aCopyNeedsBothItsSourceAndItsTarget() {
    denied(() -> copy(writer, SECRET, "inbox/stolen"));
    denied(() -> copy(reader, SHARED, "shared/copy"));
    copy(owner, SECRET, "copies/plan");
    assertEquals("x " + SECRET, get(owner, "copies/plan"));
  }

  private static void copy(S3Client s3, String from, String to) {
    s3.copyObject(copy ->
        copy.sourceBucket(BUCKET).sourceKey(from).destinationBucket(BUCKET).destinationKey(to));
  }

  @Test
  void aPartMayBeNoCopyOfWhatMayNotBeRead() {
    String upload =
        writer.createMultipartUpload(create -> create.bucket(BUCKET).key("inbox/parts")).uploadId();
    denied(() ->
        writer.uploadPartCopy(copy ->
            copy.sourceBucket(BUCKET)
                .sourceKey(SECRET)
                .destinationBucket(BUCKET)
                .destinationKey("inbox/parts")
                .uploadId(upload)
                .partNumber(1)));
    denied(() ->
        reader.uploadPart(
            part -> part.bucket(BUCKET).key("inbox/parts").uploadId(upload).partNumber(1),
            RequestBody.fromString("x")));
    denied(() -> reader.listParts(list -> list.bucket(BUCKET).key("inbox/parts").uploadId(upload)));
    denied(() ->
        reader.abortMultipartUpload(
            abort -> abort.bucket(BUCKET).key("inbox/parts").uploadId(upload)));
    S3Exception other =
        assertThrows(
            S3Exception.class,
            () ->
                writer.uploadPart(
                    part -> part.bucket(BUCKET).key("inbox/other").uploadId(upload).partNumber(1),
                    RequestBody.fromString("x")));
    assertEquals("NoSuchUpload", other.awsErrorDetails().errorCode());
    writer.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("inbox/parts").uploadId(upload));
  }

  @Test
  void aDeletionOfManyJudgesEachByItself() throws SQLException {
    put(owner, "mixed/a");
    put(owner, "mixed/b");
    permit("user", "reader", "mixed/a", "delete");
    assertTrue(soon(() -> mayDelete("mixed/a-too")), "the rule came into force");
    DeleteObjectsResponse answer =
        reader.deleteObjects(delete -> delete.bucket(BUCKET).delete(both("mixed/a", "mixed/b")));
    assertEquals(List.of("mixed/a"), answer.deleted().stream().map(one -> one.key()).toList());
    assertEquals("AccessDenied", answer.errors().getFirst().code());
    assertEquals("x mixed/b", get(owner, "mixed/b"));
    assertThrows(S3Exception.class, () -> get(owner, "mixed/a"));
    denied(
        () -> nobody.deleteObjects(delete -> delete.bucket(BUCKET).delete(both("mixed/b", "x"))));
  }

  private static boolean mayDelete(String key) {
    try {
      return reader.deleteObject(delete -> delete.bucket(BUCKET).key(key)).deleteMarker();
    } catch (S3Exception e) {
      return false;
    }
  }

  private static Delete both(String one, String other) {
    return Delete.builder()
        .objects(
            ObjectIdentifier.builder().key(one).build(),
            ObjectIdentifier.builder().key(other).build())
        .build();
  }

  @Test
  void aRuleOfTheDatabaseComesIntoForceAndEnds() throws Exception {
    put(owner, "granted/a");
    denied(() -> get(nobody, "granted/a"));
    permit("user", "nobody", "granted/", "read, write");
    assertTrue(soon(() -> isAllowed("granted/a")), "the rule came into force");
    run("DELETE FROM gateway_permissions WHERE key_prefix = 'granted/'");
    assertTrue(soon(() -> !isAllowed("granted/a")), "the rule ended");
    permit("user", "nobody", "granted/", "everything");
    assertFalse(isAllowed("granted/a"), "a row that is not understood allows nothing");
  }

  private static boolean isAllowed(String key) {
    try {
      return !get(nobody, key).isEmpty();
    } catch (S3Exception e) {
      assertEquals(403, e.statusCode());
      return false;
    }
  }

  /** Within the bound in which changes come into force. */
  private static boolean soon(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      if (condition.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  private static void permit(String kind, String name, String prefix, String privileges)
      throws SQLException {
    run(
        "INSERT INTO gateway_permissions (grantee_kind, grantee_name, bucket_pattern, key_prefix,"
            + " privileges, created_at) VALUES ('%s', '%s', '*', '%s', '%s', 0)"
                .formatted(kind, name, prefix, privileges));
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("gateway.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute(sql);
    }
  }

  private static int count(String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("gateway.db"));
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getInt(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyRequestIsInTheLogOfOperations() throws Exception {
    put(owner, "logged/a");
    denied(() -> get(nobody, "logged/a"));
    assertTrue(
        soon(() ->
            count(
                    "SELECT count(*) FROM operations_log WHERE operation_type = 'PutObject' AND"
                        + " object_key = 'logged/a' AND status_code = 200 AND zone_code IS NOT"
                        + " NULL AND replication_info LIKE '%replicas%'")
                == 1));
    assertTrue(
        soon(() ->
            count(
                    "SELECT count(*) FROM operations_log WHERE operation_type = 'GetObject' AND"
                        + " bucket_name = '2025-datatransfer' AND object_key = 'logged/a'"
                        + " AND status_code = 403 AND access_key_id = '"
                        + GatewayStand.NOBODY.accessKeyId()
                        + "'")
                >= 1));
    try (S3Client guessing =
        stand.client(AwsBasicCredentials.create(GatewayStand.OWNER.accessKeyId(), "a guess"))) {
      denied(() -> get(guessing, "logged/guessed"));
    }
    assertTrue(
        soon(() ->
            count(
                    "SELECT count(*) FROM operations_log WHERE status_code = 403 AND bucket_name ="
                        + " '2025-datatransfer' AND object_key = 'logged/guessed'")
                >= 1));
  }
}
