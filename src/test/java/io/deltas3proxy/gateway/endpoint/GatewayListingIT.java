package io.deltas3proxy.gateway.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.testing.GatewayStand;
import io.deltas3proxy.testing.GatewayStand.Metadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Listings of keys and of versions, page by page. */
@ParameterizedClass
@EnumSource(Metadata.class)
// What starts once for each parameter is not known to initialize fields.
@SuppressWarnings("NullAway.Init")
class GatewayListingIT {

  private static final String BUCKET = "bucket";
  private static final List<String> KEYS =
      List.of("a/1", "a/2", "a/3/x", "a/3/y", "b", "c d+e", "é", "😀", "z");

  @TempDir private static Path directory;

  private static GatewayStand stand;
  private static S3Client s3;

  /** Takes the parameter, as every such class must; what is started with it is static. */
  GatewayListingIT(Metadata metadata) {
    assertNotNull(metadata);
  }

  @BeforeParameterizedClassInvocation
  static void start(Metadata metadata) {
    stand = GatewayStand.start(directory, metadata, "");
    s3 = stand.client(GatewayStand.OWNER);
    for (String key : KEYS) {
      s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(key));
    }
    s3.putObject(put -> put.bucket(BUCKET).key("b"), RequestBody.fromString("again"));
    s3.putObject(put -> put.bucket(BUCKET).key("gone"), RequestBody.fromString("x"));
    s3.deleteObject(delete -> delete.bucket(BUCKET).key("gone"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    s3.close();
    stand.close();
  }

  @Test
  void everyKeyIsListedOnceInTheOrderOfItsBytes() {
    for (int most : new int[] {1, 2, 3, 1000}) {
      List<String> seen =
          s3.listObjectsV2Paginator(list -> list.bucket(BUCKET).maxKeys(most)).contents().stream()
              .map(S3Object::key)
              .toList();
      assertEquals(KEYS.stream().sorted(KeyOrder.UTF_8).toList(), seen, "pages of " + most);
    }
  }

  @Test
  void groupsAreListedOnceOverAllPages() {
    List<String> entries = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      ListObjectsV2Response page =
          s3.listObjectsV2(
              list -> list.bucket(BUCKET).delimiter("/").maxKeys(1).continuationToken(from));
      page.contents().forEach(object -> entries.add(object.key()));
      page.commonPrefixes().forEach(group -> entries.add(group.prefix()));
      assertEquals(1, page.keyCount());
      token = page.nextContinuationToken();
    } while (token != null);
    assertEquals(List.of("a/", "b", "c d+e", "z", "é", "😀"), entries);
  }

  @Test
  void theFirstVersionOfListingsHasMarkers() {
    ListObjectsResponse first =
        s3.listObjects(list -> list.bucket(BUCKET).prefix("a/").delimiter("/").maxKeys(2));
    assertEquals(List.of("a/1", "a/2"), first.contents().stream().map(S3Object::key).toList());
    assertTrue(first.isTruncated());
    ListObjectsResponse second =
        s3.listObjects(
            list -> list.bucket(BUCKET).prefix("a/").delimiter("/").marker(first.nextMarker()));
    assertEquals(
        List.of("a/3/"), second.commonPrefixes().stream().map(CommonPrefix::prefix).toList());
    assertFalse(second.isTruncated());
  }

  @Test
  void keysAreCodedWhereThatIsAskedFor() {
    ListObjectsV2Response coded =
        s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("c").encodingType(EncodingType.URL));
    assertEquals("c d+e", coded.contents().getFirst().key());
  }

  @Test
  void aListingAgreesWithTheHeadOfAnObject() {
    S3Object listed =
        s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("b")).contents().getFirst();
    var head = s3.headObject(request -> request.bucket(BUCKET).key("b"));
    assertEquals(head.eTag(), listed.eTag());
    assertEquals(head.contentLength(), listed.size());
    assertEquals(head.lastModified().getEpochSecond(), listed.lastModified().getEpochSecond());
  }

  @Test
  void everyVersionAndMarkerIsListedOnce() {
    for (int most : new int[] {1, 2, 1000}) {
      List<String> versions = new ArrayList<>();
      int markers = 0;
      for (ListObjectVersionsResponse page :
          s3.listObjectVersionsPaginator(list -> list.bucket(BUCKET).maxKeys(most))) {
        page.versions().stream().map(ObjectVersion::key).forEach(versions::add);
        markers += page.deleteMarkers().size();
      }
      List<String> expected = new ArrayList<>(KEYS);
      expected.add("b");
      expected.add("gone");
      assertEquals(expected.stream().sorted(KeyOrder.UTF_8).toList(), versions, "pages " + most);
      assertEquals(1, markers);
    }
  }

  @Test
  void versionsAreGroupedToo() {
    ListObjectVersionsResponse groups =
        s3.listObjectVersions(list -> list.bucket(BUCKET).delimiter("/").prefix("a/"));
    assertEquals(
        List.of("a/3/"), groups.commonPrefixes().stream().map(CommonPrefix::prefix).toList());
    assertEquals(2, groups.versions().size());
  }

  @Test
  void noKeysAreListedWhereNoneAreWanted() {
    ListObjectsV2Response none = s3.listObjectsV2(list -> list.bucket(BUCKET).maxKeys(0));
    assertEquals(0, none.keyCount());
    assertFalse(none.isTruncated());
  }
}
