package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.KernelRows;
import io.deltas3proxy.testing.KernelTableWriter;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.S3Files;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Delta Kernel writes a table through the product, before a real S3 server, and what it wrote is
 * read from that server without the product.
 */
class KernelWriterIT {

  private static final String BUCKET = "lake";
  private static final String THROUGH = "s3://datalake/trades";
  private static final String DIRECT = "s3://lake/written/trades";
  private static final String LAST_CHECKPOINT = "written/trades/_delta_log/_last_checkpoint";

  @TempDir private Path directory;
  private S3TestServer store;
  private Product product;
  private S3Client owner;
  private S3Client guest;

  @BeforeEach
  void start() throws IOException {
    store = S3TestServer.start(Files.createDirectory(directory.resolve("buckets")));
    store.createBucket(BUCKET);
    product =
        Product.start(
            directory,
            "\"readOnly\":false,\"getMode\":\"proxy\",\"databaseEnabled\":true,"
                + "\"database\":{\"uri\":\"sqlite:proxy.db\",\"secretKey\":\""
                + Base64.getEncoder().encodeToString(new byte[32])
                + "\"},\"stores\":{"
                + Product.store(store.endpoint(), BUCKET)
                + "},\"tableMapping\":{\"trades\":\"s3://lake/written/trades\"},\"users\":{"
                + user("owner", "\"read\",\"write\",\"alter\",\"maintain\"", "{}")
                + ","
                + user("guest", "\"read\",\"write\"", "{\"MIC\":\"XLON\"}")
                + "}");
    owner = product.client(key("owner"), "a-secret-of-owner");
    guest = product.client(key("guest"), "a-secret-of-guest");
  }

  @AfterEach
  void stop() {
    owner.close();
    guest.close();
    product.close();
    store.close();
  }

  private static String key(String user) {
    return "AKID" + user.toUpperCase(java.util.Locale.ROOT) + "00000000000";
  }

  private static String user(String name, String privileges, String rule) {
    return "\"%s\":{\"accessKeys\":[{\"accessKeyId\":\"%s\",".formatted(name, key(name))
        + "\"secretAccessKey\":\"a-secret-of-%s\"}],".formatted(name)
        + "\"grants\":[{\"tables\":\"trades\",\"privileges\":[%s],\"rules\":[%s]}]}"
            .formatted(privileges, rule);
  }

  private static KernelTableWriter writer(S3Client client) {
    return new KernelTableWriter(S3Files.engine(client), THROUGH);
  }

  /** What a reader of the store itself finds. */
  private Set<String> stored() throws IOException {
    return KernelRows.read(S3Files.engine(store.client()), DIRECT);
  }

  /** Every object of the table in the store, with its entity tag. */
  private Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    for (S3Object object :
        store.client().listObjectsV2Paginator(l -> l.bucket(BUCKET)).contents()) {
      objects.put(object.key(), object.eTag());
    }
    return objects;
  }

  @Test
  void aTableIsMadeAppendedToAndCheckpointed() throws IOException {
    KernelTableWriter writer =
        writer(owner).create(Map.of("delta.enableInCommitTimestamps", "true"));
    writer.append("XLON", 1L, 2L).append("XPAR", 3L).append("X/\u00e9 %41", 4L).checkpoint();
    writer.append("XLON", 5L);
    assertTrue(objects().containsKey(LAST_CHECKPOINT));
    Set<String> rows = Set.of("XLON 1", "XLON 2", "XPAR 3", "X/\u00e9 %41 4", "XLON 5");
    assertEquals(rows, stored());
    assertEquals(rows, KernelRows.read(S3Files.engine(owner), THROUGH));
  }

  @Test
  void whoComesSecondCommitsBehindTheFirst() throws IOException {
    KernelTableWriter first = writer(owner).create(Map.of());
    KernelTableWriter second = writer(guest);
    var ofFirst = first.prepare("XPAR", 1L);
    var ofSecond = second.prepare("XLON", 2L);
    var third = first.prepare("XLON", 3L);
    assertEquals(1, ofSecond.commit());
    assertEquals(2, third.commit());
    assertEquals(3, ofFirst.commit());
    assertEquals(Set.of("XPAR 1", "XLON 2", "XLON 3"), stored());
  }

  @Test
  void aGuestWritesTheirPartitionAlone() throws IOException {
    writer(owner).create(Map.of()).append("XPAR", 1L);
    KernelTableWriter narrow = writer(guest);
    narrow.append("XLON", 2L);
    var forbidden = narrow.prepare("XPAR", 3L);
    Map<String, String> before = objects();
    RuntimeException refusal = assertThrows(RuntimeException.class, forbidden::commit);
    assertRefused(refusal);
    assertRefused(assertThrows(Exception.class, narrow::checkpoint));
    assertEquals(before, objects());
    assertEquals(Set.of("XPAR 1", "XLON 2"), stored());
    narrow.append("XLON", 4L);
    assertEquals(Set.of("XPAR 1", "XLON 2", "XLON 4"), stored());
    assertFalse(objects().containsKey(LAST_CHECKPOINT));
  }

  @Test
  void aGuestMakesNoTable() {
    Map<String, String> before = objects();
    KernelTableWriter narrow = writer(guest);
    assertRefused(assertThrows(RuntimeException.class, () -> narrow.create(Map.of())));
    assertEquals(before, objects());
  }

  private static void assertRefused(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause.getMessage()).append('\n');
    }
    assertTrue(all.toString().contains("403"), all::toString);
  }
}
