package io.deltas3proxy.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectStoreContract;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets that are directories keep the contract of all stores. */
class BucketDirectoriesTest extends ObjectStoreContract {

  private static final String BUCKET = "the-bucket";

  @TempDir private Path directory;
  private ObjectStore store = new LocalObjectStore(List.of());

  @BeforeEach
  void makeTheBucket() throws IOException {
    store = new BucketDirectories(directory, Clock.systemUTC());
    assertTrue(store.writer().createBucket(BUCKET));
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected String bucket() {
    return BUCKET;
  }

  @Override
  protected String base() {
    return "";
  }

  @Override
  protected void put(String key, byte[] content) throws IOException {
    Path file = directory.resolve(BUCKET).resolve(key);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @Test
  void aBucketIsMadeOnce() throws IOException {
    assertFalse(store.writer().createBucket(BUCKET));
    assertTrue(Files.isDirectory(directory.resolve(BUCKET)));
  }

  @Test
  void anEmptyBucketEndsAndAnotherDoesNot() throws IOException {
    assertTrue(store.writer().createBucket("other"));
    assertTrue(store.writer().deleteBucket("other"));
    assertFalse(store.writer().deleteBucket("other"));
    put("a", new byte[] {1});
    assertThrows(StoreException.Conflict.class, () -> store.writer().deleteBucket(BUCKET));
  }

  @Test
  void bucketsShareNoKeys() throws IOException {
    assertTrue(store.writer().createBucket("other"));
    put("a", new byte[] {1});
    ReadRequest inOther = ReadRequest.whole(new ObjectAddress("other", "a"));
    assertThrows(StoreException.NotFound.class, () -> store.head(inOther));
    assertEquals(List.of(), store.list(new ListingRequest("other", "", null, null, 10)).objects());
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "", "../the-bucket", "UPPER", "missing-bucket"})
  void whatIsNoBucketLeadsNowhere(String bucket) {
    ReadRequest request = ReadRequest.whole(new ObjectAddress(bucket, "the-bucket/a"));
    assertThrows(StoreException.NotFound.class, () -> store.head(request));
    assertThrows(
        StoreException.NotFound.class,
        () -> store.list(new ListingRequest(bucket, "", null, null, 10)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "../up"})
  void noBucketIsMadeOutside(String bucket) {
    assertThrows(StoreException.NotFound.class, () -> store.writer().createBucket(bucket));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other/a", "../../a", "x/../../other/a"})
  void noKeyLeadsIntoAnotherBucket(String key) throws IOException {
    assertTrue(store.writer().createBucket("other"));
    Files.write(directory.resolve("other/a"), new byte[] {1});
    assertThrows(
        StoreException.NotFound.class,
        () -> store.head(ReadRequest.whole(new ObjectAddress(BUCKET, key))));
  }
}
