package io.deltas3proxy.gateway.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.GatewayStand;
import io.deltas3proxy.testing.GatewayStand.Metadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Objects and their versions, as the AWS SDK sees them over three S3 servers. */
@ParameterizedClass
@EnumSource(Metadata.class)
// What starts once for each parameter is not known to initialize fields.
@SuppressWarnings("NullAway.Init")
class GatewayObjectsIT {

  private static final String ANY = "any-name";

  @TempDir private static Path directory;

  private static GatewayStand stand;
  private static S3Client s3;

  /** Takes the parameter, as every such class must; what is started with it is static. */
  GatewayObjectsIT(Metadata metadata) {
    assertNotNull(metadata);
  }

  @BeforeParameterizedClassInvocation
  static void start(Metadata metadata) {
    stand =
        GatewayStand.start(
            directory, metadata, "'requiredReplicas': 3, 'synchronousReplicas': 'all'");
    s3 = stand.client(GatewayStand.OWNER);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    s3.close();
    stand.close();
  }

  private static PutObjectResponse put(String key, String content) {
    return s3.putObject(put -> put.bucket(ANY).key(key), RequestBody.fromString(content));
  }

  private static String header(
      software.amazon.awssdk.services.s3.model.S3Response response, String name) {
    return response.sdkHttpResponse().firstMatchingHeader(name).orElse("");
  }

  private static String text(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(ANY).key(key)).asUtf8String();
  }

  @Test
  void whatWasPutIsGotAndSaysWhereItIs() {
    PutObjectResponse put = put("put/a b+c.txt", "hello gateway");
    assertEquals("\"b5ae3a5b3cd5bb07d5e44d6a0e8f4bd1\"".length(), put.eTag().length());
    assertTrue(put.versionId().matches("v\\d{14}-[0-9a-f]{8}"), put.versionId());
    assertEquals(put.versionId(), header(put, "X-Version-Id"));
    assertEquals("3", header(put, "X-Replication-Count"));
    assertEquals("complete", header(put, "X-Replication-Status"));
    assertEquals(
        GatewayStand.ZONES.stream().sorted().toList(),
        List.of(header(put, "X-Backend-Zones").split(",", -1)).stream().sorted().toList());
    assertEquals(GatewayStand.BUCKET, header(put, "X-Actual-Bucket"));
    assertEquals(ANY, header(put, "X-Requested-Bucket"));
    assertEquals("true", header(put, "X-Immutable"));
    assertEquals("enabled", header(put, "X-Versioning"));

    ResponseBytes<GetObjectResponse> got =
        s3.getObjectAsBytes(get -> get.bucket(ANY).key("put/a b+c.txt"));
    assertEquals("hello gateway", got.asUtf8String());
    assertEquals(put.eTag(), got.response().eTag());
    assertEquals(put.versionId(), got.response().versionId());
    assertEquals(GatewayStand.name(0), header(got.response(), "X-Backend-Used"));
    assertEquals(GatewayStand.ZONES.getFirst(), header(got.response(), "X-Zone"));
  }

  @Test
  void anyNameOfABucketMeansTheOneBucket() {
    put("names/one", "1");
    assertEquals(
        "1",
        s3.getObjectAsBytes(get -> get.bucket("another-name").key("names/one")).asUtf8String());
    assertEquals(
        List.of(GatewayStand.BUCKET),
        s3.listBuckets().buckets().stream()
            .map(software.amazon.awssdk.services.s3.model.Bucket::name)
            .toList());
    assertEquals(
        "another-name",
        s3.listObjectsV2(list -> list.bucket("another-name").prefix("names/")).name());
  }

  @Test
  void aBucketThatIsAskedForWithLocksIsNotTheOneWithoutThem() {
    s3.createBucket(create -> create.bucket("any-name"));
    S3Exception refusal =
        assertThrows(
            S3Exception.class,
            () ->
                s3.createBucket(
                    create -> create.bucket("any-name").objectLockEnabledForBucket(true)));
    assertEquals("InvalidRequest", refusal.awsErrorDetails().errorCode());
  }

  @Test
  void headersMetadataAndRangesAreThoseOfS3() {
    s3.putObject(
        put ->
            put.bucket(ANY)
                .key("meta")
                .contentType("text/plain")
                .cacheControl("max-age=5")
                .metadata(Map.of("colour", "blue")),
        RequestBody.fromString("0123456789"));
    HeadObjectResponse head = s3.headObject(request -> request.bucket(ANY).key("meta"));
    assertEquals(10, head.contentLength());
    assertEquals("text/plain", head.contentType());
    assertEquals("max-age=5", head.cacheControl());
    assertEquals(Map.of("colour", "blue"), head.metadata());
    assertEquals(GatewayStand.name(0), header(head, "X-Backend-Used"));
    ResponseBytes<GetObjectResponse> range =
        s3.getObjectAsBytes(get -> get.bucket(ANY).key("meta").range("bytes=2-4"));
    assertEquals("234", range.asUtf8String());
    assertEquals("bytes 2-4/10", range.response().contentRange());
    S3Exception outside =
        assertThrows(
            S3Exception.class,
            () -> s3.getObjectAsBytes(get -> get.bucket(ANY).key("meta").range("bytes=10-")));
    assertEquals(416, outside.statusCode());
    S3Exception unchanged =
        assertThrows(
            S3Exception.class,
            () -> s3.getObjectAsBytes(get -> get.bucket(ANY).key("meta").ifNoneMatch(head.eTag())));
    assertEquals(304, unchanged.statusCode());
  }

  @Test
  void conditionsOfWritesHold() {
    PutObjectResponse first = put("conditions", "1");
    S3Exception there =
        assertThrows(
            S3Exception.class,
            () ->
                s3.putObject(
                    put -> put.bucket(ANY).key("conditions").ifNoneMatch("*"),
                    RequestBody.fromString("2")));
    assertEquals(412, there.statusCode());
    s3.putObject(
        put -> put.bucket(ANY).key("conditions").ifMatch(first.eTag()),
        RequestBody.fromString("3"));
    S3Exception changed =
        assertThrows(
            S3Exception.class,
            () ->
                s3.putObject(
                    put -> put.bucket(ANY).key("conditions").ifMatch(first.eTag()),
                    RequestBody.fromString("4")));
    assertEquals(412, changed.statusCode());
    assertEquals("3", text("conditions"));
  }

  @Test
  void aDeletedKeyIsMissingAndItsVersionsAreNot() {
    String first = put("deleted", "one").versionId();
    String second = put("deleted", "two").versionId();
    DeleteObjectResponse deletion = s3.deleteObject(delete -> delete.bucket(ANY).key("deleted"));
    assertEquals(true, deletion.deleteMarker());
    assertEquals("true", header(deletion, "X-Delete-Marker"));
    assertEquals(deletion.versionId(), header(deletion, "X-Delete-Version-Id"));
    assertEquals("true", header(deletion, "X-Backend-Data-Preserved"));

    NoSuchKeyException missing = assertThrows(NoSuchKeyException.class, () -> text("deleted"));
    assertEquals(
        Optional.of("true"),
        missing.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-delete-marker"));
    assertEquals(
        "one",
        s3.getObjectAsBytes(get -> get.bucket(ANY).key("deleted").versionId(first)).asUtf8String());
    S3Exception marker =
        assertThrows(
            S3Exception.class,
            () ->
                s3.getObjectAsBytes(
                    get -> get.bucket(ANY).key("deleted").versionId(deletion.versionId())));
    assertEquals(405, marker.statusCode());

    ListObjectVersionsResponse listed =
        s3.listObjectVersions(list -> list.bucket(ANY).prefix("deleted"));
    assertEquals(
        List.of(second, first), listed.versions().stream().map(ObjectVersion::versionId).toList());
    assertEquals(
        List.of(deletion.versionId()),
        listed.deleteMarkers().stream().map(DeleteMarkerEntry::versionId).toList());

    s3.deleteObject(delete -> delete.bucket(ANY).key("deleted").versionId(deletion.versionId()));
    assertEquals("two", text("deleted"));
    DeleteObjectResponse gone =
        s3.deleteObject(delete -> delete.bucket(ANY).key("deleted").versionId(second));
    assertEquals("false", header(gone, "X-Backend-Data-Preserved"));
    assertEquals("one", text("deleted"));
    S3Exception version =
        assertThrows(
            S3Exception.class,
            () -> s3.getObjectAsBytes(get -> get.bucket(ANY).key("deleted").versionId(second)));
    assertEquals("NoSuchVersion", version.awsErrorDetails().errorCode());
  }

  @Test
  void aCopyHasWhatItsDirectivesSay() {
    s3.putObject(
        put ->
            put.bucket(ANY)
                .key("copy/source")
                .contentType("text/csv")
                .metadata(Map.of("a", "1"))
                .tagging("t=1"),
        RequestBody.fromString("copied"));
    CopyObjectResponse plain =
        s3.copyObject(copy ->
            copy.sourceBucket(ANY)
                .sourceKey("copy/source")
                .destinationBucket(ANY)
                .destinationKey("copy/plain"));
    HeadObjectResponse head = s3.headObject(request -> request.bucket(ANY).key("copy/plain"));
    assertEquals("text/csv", head.contentType());
    assertEquals(Map.of("a", "1"), head.metadata());
    assertEquals(plain.versionId(), head.versionId());
    assertEquals("copied", text("copy/plain"));
    assertEquals(
        List.of(Tag.builder().key("t").value("1").build()),
        s3.getObjectTagging(tags -> tags.bucket(ANY).key("copy/plain")).tagSet());
    s3.copyObject(copy ->
        copy.sourceBucket(ANY)
            .sourceKey("copy/source")
            .destinationBucket(ANY)
            .destinationKey("copy/replaced")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(Map.of("b", "2")));
    assertEquals(
        Map.of("b", "2"),
        s3.headObject(request -> request.bucket(ANY).key("copy/replaced")).metadata());
    S3Exception itself =
        assertThrows(
            S3Exception.class,
            () ->
                s3.copyObject(copy ->
                    copy.sourceBucket(ANY)
                        .sourceKey("copy/source")
                        .destinationBucket(ANY)
                        .destinationKey("copy/source")));
    assertEquals("InvalidRequest", itself.awsErrorDetails().errorCode());
  }

  @Test
  void tagsBelongToVersions() {
    String first = put("tags", "1").versionId();
    put("tags", "2");
    s3.putObjectTagging(tags ->
        tags.bucket(ANY)
            .key("tags")
            .versionId(first)
            .tagging(set -> set.tagSet(Tag.builder().key("k").value("v").build())));
    assertEquals(List.of(), s3.getObjectTagging(tags -> tags.bucket(ANY).key("tags")).tagSet());
    assertEquals(
        1,
        s3.getObjectTagging(tags -> tags.bucket(ANY).key("tags").versionId(first)).tagSet().size());
    for (String count : List.of("many", "0", "-1", "1000", "")) {
      S3Exception refused =
          assertThrows(
              S3Exception.class,
              () ->
                  s3.putObjectTagging(tags ->
                      tags.bucket(ANY)
                          .key("tags")
                          .versionId(first)
                          .tagging(set ->
                              set.tagSet(
                                  Tag.builder().key("replica-count").value(count).build()))));
      assertEquals("InvalidArgument", refused.awsErrorDetails().errorCode());
    }
    s3.deleteObjectTagging(tags -> tags.bucket(ANY).key("tags").versionId(first));
    assertEquals(
        List.of(),
        s3.getObjectTagging(tags -> tags.bucket(ANY).key("tags").versionId(first)).tagSet());
  }

  @Test
  void theBucketKeepsVersionsAndIsThere() {
    assertEquals("Enabled", s3.getBucketVersioning(bucket -> bucket.bucket(ANY)).statusAsString());
    assertEquals("us-east-1", s3.headBucket(bucket -> bucket.bucket(ANY)).bucketRegion());
    var created = s3.createBucket(bucket -> bucket.bucket("made-up"));
    assertEquals("/made-up", created.location());
    assertEquals("3", header(created, "X-Backend-Count"));
    assertEquals(
        403,
        assertThrows(S3Exception.class, () -> s3.deleteBucket(bucket -> bucket.bucket("made-up")))
            .statusCode());
  }

  @Test
  void anEmptyObjectIsAnObject() {
    put("empty", "");
    assertEquals(0, s3.headObject(request -> request.bucket(ANY).key("empty")).contentLength());
    assertEquals("", text("empty"));
  }

  @Test
  void noAnswerNamesAPlace() {
    put("secretive", "x");
    String answer =
        s3.getObjectAsBytes(get -> get.bucket(ANY).key("secretive"))
                .response()
                .sdkHttpResponse()
                .headers()
            + new String(
                s3.listObjectsV2(list -> list.bucket(ANY)).toString().getBytes(UTF_8), UTF_8);
    for (int i = 0; i < 3; i++) {
      String host = stand.server(i).endpoint().getAuthority();
      assertTrue(!answer.contains(host), host);
    }
    assertTrue(!answer.contains("secretive#v"), answer);
  }
}
