package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriterContract;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectWriterIT extends ObjectWriterContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static @Nullable S3TestServer server;
  private static @Nullable S3ObjectStore store;
  private String bucket = "";

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = S3TestServer.start(directory);
    store =
        new S3ObjectStore(
            new S3StoreSettings(
                "test",
                server.endpoint(),
                S3TestServer.REGION,
                true,
                new StaticCredentials(S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, null),
                HttpSettings.DEFAULTS),
            EndpointPolicy.ANY_ADDRESS,
            Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    Objects.requireNonNull(store).close();
    Objects.requireNonNull(server).close();
  }

  @BeforeEach
  void createBucket() {
    bucket = "lake-" + BUCKETS.incrementAndGet();
    Objects.requireNonNull(server).createBucket(bucket);
  }

  @Override
  protected ObjectStore store() {
    return Objects.requireNonNull(store);
  }

  @Override
  protected String bucket() {
    return bucket;
  }

  @Override
  protected String base() {
    return "";
  }

  @Override
  protected boolean keepsTags() {
    return false;
  }

  @Override
  protected boolean comparesChecksums() {
    return true;
  }

  @Override
  protected boolean hasConditionsForCopies() {
    return false;
  }

  @Override
  protected boolean hasConditionsForUploads() {
    return true;
  }

  @Override
  protected boolean hasConditionsForDeletions() {
    return false;
  }

  /** What the test server lacks is tested with a scripted one: {@code ObjectWriterFaultIT}. */
  @Override
  protected Set<Lack> lacks() {
    return EnumSet.allOf(Lack.class);
  }

  @Override
  protected int smallestPart() {
    return 5 << 20;
  }

  /** The server keeps its objects in files: it folds such keys. */
  @Override
  protected boolean holds(String key) {
    return !key.contains("//")
        && !key.contains("/./")
        && !key.contains("..")
        && !key.startsWith("/")
        && !key.endsWith("/");
  }

  /** The server lists, without its tag, what it was sent until it notices that the rest is cut. */
  @Override
  protected List<ListedObject> listed(String prefix) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      try {
        return super.listed(prefix);
      } catch (StoreException.Unavailable e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }
}
