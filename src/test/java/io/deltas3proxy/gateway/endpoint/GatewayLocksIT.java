package io.deltas3proxy.gateway.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.GatewayStand;
import io.deltas3proxy.testing.GatewayStand.Metadata;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets by name, and what keeps versions in them from being deleted. */
@ParameterizedClass
@EnumSource(Metadata.class)
// What starts once for each parameter is not known to initialize fields.
@SuppressWarnings("NullAway.Init")
class GatewayLocksIT {

  private static final String LOCKED = "locked";
  private static final String OPEN = "open-bucket";

  private final Instant later =
      Instant.now().plus(400, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

  @TempDir private static Path directory;

  private static GatewayStand stand;
  private static S3Client owner;
  private static S3Client writer;

  /** Takes the parameter, as every such class must; what is started with it is static. */
  GatewayLocksIT(Metadata metadata) {
    assertNotNull(metadata);
  }

  @BeforeParameterizedClassInvocation
  static void start(Metadata metadata) {
    stand =
        GatewayStand.start(
            directory,
            metadata,
            """
            'bucketStrategy': 'mapped', 'buckets': {
              'locked': {'objectLock': true, 'defaultRetention': {'mode': 'GOVERNANCE', 'days': 2}},
              'open-bucket': {'locationConstraint': 'de'}}
            """);
    owner = stand.client(GatewayStand.OWNER);
    writer = stand.client(GatewayStand.WRITER);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    owner.close();
    writer.close();
    stand.close();
  }

  private static void denied(Executable request) {
    assertEquals(403, assertThrows(S3Exception.class, request).statusCode());
  }

  private static String put(String bucket, String key) {
    return owner
        .putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(key))
        .versionId();
  }

  @Test
  void aVersionOfALockedBucketStaysForItsTime() {
    String version = put(LOCKED, "kept");
    var head = owner.headObject(request -> request.bucket(LOCKED).key("kept"));
    assertEquals(ObjectLockMode.GOVERNANCE, head.objectLockMode());
    assertNotNull(head.objectLockRetainUntilDate());
    denied(
        () -> owner.deleteObject(delete -> delete.bucket(LOCKED).key("kept").versionId(version)));
    assertEquals(
        true, owner.deleteObject(delete -> delete.bucket(LOCKED).key("kept")).deleteMarker());
    owner.deleteObject(delete ->
        delete.bucket(LOCKED).key("kept").versionId(version).bypassGovernanceRetention(true));
    assertThrows(
        S3Exception.class,
        () -> owner.headObject(request -> request.bucket(LOCKED).key("kept").versionId(version)));
  }

  @Test
  void complianceIsPassedOverByNobody() {
    String version =
        owner
            .putObject(
                put ->
                    put.bucket(LOCKED)
                        .key("compliant")
                        .objectLockMode(ObjectLockMode.COMPLIANCE)
                        .objectLockRetainUntilDate(later),
                RequestBody.fromString("x"))
            .versionId();
    denied(() ->
        owner.deleteObject(delete ->
            delete
                .bucket(LOCKED)
                .key("compliant")
                .versionId(version)
                .bypassGovernanceRetention(true)));
    denied(() ->
        owner.putObjectRetention(put ->
            put.bucket(LOCKED)
                .key("compliant")
                .bypassGovernanceRetention(true)
                .retention(retention ->
                    retention
                        .mode(ObjectLockRetentionMode.GOVERNANCE)
                        .retainUntilDate(later.minus(10, ChronoUnit.DAYS)))));
    assertEquals(
        later,
        owner
            .getObjectRetention(get -> get.bucket(LOCKED).key("compliant"))
            .retention()
            .retainUntilDate());
  }

  @Test
  void aHoldKeepsAVersionUntilItIsLetGo() {
    String version = put(LOCKED, "inbox/held");
    writer.putObjectLegalHold(put ->
        put.bucket(LOCKED)
            .key("inbox/held")
            .legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.ON)));
    denied(() ->
        owner.deleteObject(delete ->
            delete
                .bucket(LOCKED)
                .key("inbox/held")
                .versionId(version)
                .bypassGovernanceRetention(true)));
    denied(() ->
        writer.putObjectLegalHold(put ->
            put.bucket(LOCKED)
                .key("inbox/held")
                .legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.OFF))));
    owner.putObjectLegalHold(put ->
        put.bucket(LOCKED)
            .key("inbox/held")
            .legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.OFF)));
    assertEquals(
        ObjectLockLegalHoldStatus.OFF,
        owner.getObjectLegalHold(get -> get.bucket(LOCKED).key("inbox/held")).legalHold().status());
  }

  @Test
  void whereNothingIsLockedNoLockIsTaken() {
    S3Exception put =
        assertThrows(
            S3Exception.class,
            () ->
                owner.putObject(
                    one ->
                        one.bucket(OPEN)
                            .key("a")
                            .objectLockMode(ObjectLockMode.GOVERNANCE)
                            .objectLockRetainUntilDate(later),
                    RequestBody.fromString("x")));
    assertEquals("InvalidRequest", put.awsErrorDetails().errorCode());
    S3Exception configuration =
        assertThrows(
            S3Exception.class, () -> owner.getObjectLockConfiguration(get -> get.bucket(OPEN)));
    assertEquals(
        "ObjectLockConfigurationNotFoundError", configuration.awsErrorDetails().errorCode());
    assertEquals(
        2,
        owner
            .getObjectLockConfiguration(get -> get.bucket(LOCKED))
            .objectLockConfiguration()
            .rule()
            .defaultRetention()
            .days());
  }

  @Test
  void bucketsHoldTheirOwnKeys() {
    put(OPEN, "same");
    assertThrows(
        S3Exception.class, () -> owner.headObject(head -> head.bucket(LOCKED).key("same")));
    assertThrows(
        NoSuchBucketException.class,
        () -> owner.listObjectsV2(list -> list.bucket("no-such-bucket")));
    assertEquals(
        "de", owner.getBucketLocation(get -> get.bucket(OPEN)).locationConstraintAsString());
    assertTrue(
        owner
            .putObject(put -> put.bucket(OPEN).key("zone"), RequestBody.fromString("x"))
            .sdkHttpResponse()
            .firstMatchingHeader("X-Backend-Zones")
            .orElse("")
            .startsWith("DE-"));
  }

  @Test
  void aBucketIsMadeWhereItIsWantedAndEndsWhenItIsEmpty() {
    owner.createBucket(create ->
        create
            .bucket("made")
            .createBucketConfiguration(
                CreateBucketConfiguration.builder().locationConstraint("fi").build()));
    assertTrue(owner.listBuckets().buckets().stream().map(Bucket::name).toList().contains("made"));
    assertEquals(
        "fi", owner.getBucketLocation(get -> get.bucket("made")).locationConstraintAsString());
    assertEquals(
        409,
        assertThrows(S3Exception.class, () -> owner.createBucket(create -> create.bucket("made")))
            .statusCode());
    String version = put("made", "x");
    assertEquals(
        "BucketNotEmpty",
        assertThrows(S3Exception.class, () -> owner.deleteBucket(end -> end.bucket("made")))
            .awsErrorDetails()
            .errorCode());
    owner.deleteObject(delete -> delete.bucket("made").key("x").versionId(version));
    owner.deleteBucket(end -> end.bucket("made"));
    assertThrows(
        NoSuchBucketException.class, () -> owner.listObjectsV2(list -> list.bucket("made")));
  }

  private static void lock(S3Client client, String bucket, @Nullable DefaultRetention retention) {
    ObjectLockConfiguration.Builder configuration =
        ObjectLockConfiguration.builder().objectLockEnabled(ObjectLockEnabled.ENABLED);
    if (retention != null) {
      configuration.rule(rule -> rule.defaultRetention(retention));
    }
    client.putObjectLockConfiguration(
        put -> put.bucket(bucket).objectLockConfiguration(configuration.build()));
  }

  private static DefaultRetention days(ObjectLockRetentionMode mode, int days) {
    return DefaultRetention.builder().mode(mode).days(days).build();
  }

  @Test
  void locksOfABucketAreTurnedOnAndMadeLessOnlyByWhoMayPassOverThem() {
    String bucket = "own-locked";
    writer.createBucket(create -> create.bucket(bucket));
    lock(writer, bucket, null);
    lock(writer, bucket, days(ObjectLockRetentionMode.GOVERNANCE, 2));
    String version = put(bucket, "kept");
    denied(() -> owner.deleteObject(d -> d.bucket(bucket).key("kept").versionId(version)));
    denied(() -> lock(writer, bucket, days(ObjectLockRetentionMode.GOVERNANCE, 1)));
    denied(() -> lock(writer, bucket, null));
    lock(writer, bucket, days(ObjectLockRetentionMode.COMPLIANCE, 3));
    denied(() -> lock(writer, bucket, days(ObjectLockRetentionMode.GOVERNANCE, 9)));
    assertEquals(
        ObjectLockRetentionMode.COMPLIANCE,
        owner
            .getObjectLockConfiguration(get -> get.bucket(bucket))
            .objectLockConfiguration()
            .rule()
            .defaultRetention()
            .mode());
    lock(owner, bucket, null);
    denied(() -> lock(owner, OPEN, null));
    denied(() -> lock(writer, "open-bucket", null));
  }

  @Test
  void aBucketIsNotMadeNowhereNorByAnybody() {
    assertEquals(
        "InvalidLocationConstraint",
        assertThrows(
                S3Exception.class,
                () ->
                    owner.createBucket(create ->
                        create
                            .bucket("nowhere")
                            .createBucketConfiguration(
                                CreateBucketConfiguration.builder()
                                    .locationConstraint("us-nyc")
                                    .build())))
            .awsErrorDetails()
            .errorCode());
    denied(() -> writer.createBucket(create -> create.bucket("writers-own")));
    denied(() -> writer.deleteBucket(end -> end.bucket(OPEN)));
  }

  @Test
  void aBucketThatNoBackendMadeCanBeAskedForAgain() {
    var frankfurt = stand.server(2);
    frankfurt.forget(frankfurt.accessKey());
    try {
      assertEquals(503, assertThrows(S3Exception.class, () -> create("again", "de")).statusCode());
    } finally {
      frankfurt.know(frankfurt.accessKey(), frankfurt.secretKey());
    }
    create("again", "de");
    owner.deleteBucket(end -> end.bucket("again"));
  }

  private static void create(String bucket, String place) {
    owner.createBucket(create ->
        create
            .bucket(bucket)
            .createBucketConfiguration(
                CreateBucketConfiguration.builder().locationConstraint(place).build()));
  }
}
