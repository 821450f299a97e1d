package io.deltas3proxy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.prometheus.client.CollectorRegistry;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeteredObjectStoreTest {

  private static final ReadRequest PRESENT = ReadRequest.whole(new ObjectAddress("b", "present"));
  private static final ReadRequest ABSENT = ReadRequest.whole(new ObjectAddress("b", "absent"));

  private final AtomicLong nanos = new AtomicLong();
  private final CollectorRegistry registry = new CollectorRegistry(true);
  private final MinuteMetrics minute = new MinuteMetrics(registry, Clock.systemUTC());
  private final MemoryObjectStore memory = new MemoryObjectStore().put("present", "0123456789");

  /** Half a second passes between two looks at the time. */
  private final ObjectStore store =
      new MeteredObjectStore(
          memory, "lake", new BackendMetrics(registry, minute), () -> nanos.addAndGet(500_000_000));

  @Test
  void eachCallIsTimedUntilTheReplyByOperationAndOutcome() throws Exception {
    assertEquals(10, store.head(PRESENT).length());
    store.get(PRESENT).close();
    assertEquals(1, store.list(new ListingRequest("b", "", null, null, 10)).objects().size());
    assertThrows(StoreException.NotFound.class, () -> store.get(ABSENT));
    assertEquals(0.5, seconds("head", "ok"));
    assertEquals(0.5, seconds("get", "ok"));
    assertEquals(0.5, seconds("list", "ok"));
    assertEquals(0.5, seconds("get", "not_found"));
    assertEquals(0.5, registry.getSampleValue("backend_reply_latency_seconds_avg"));
  }

  @Test
  void bytesAreCountedAsTheyAreRead() throws Exception {
    try (ObjectContent content = store.get(PRESENT)) {
      assertEquals('0', content.body().read());
      assertEquals(3, content.body().readNBytes(3).length);
      assertEquals(2, content.body().skip(2));
    }
    assertEquals(6.0, value("deltas3proxy_backend_bytes_total"));
    assertEquals(null, value("deltas3proxy_backend_broken_bodies_total"));
  }

  @Test
  void aBodyThatBreaksOffIsCountedAndStillBreaksOff() throws Exception {
    memory.breakBodiesAfter(4);
    try (ObjectContent content = store.get(PRESENT)) {
      assertThrows(IOException.class, () -> content.body().readAllBytes());
    }
    assertEquals(1.0, value("deltas3proxy_backend_broken_bodies_total"));
  }

  @Test
  void writesAreTimedFromTheEndOfTheBodyAndTheirBytesCounted() throws Exception {
    ObjectAddress address = new ObjectAddress("b", "new");
    PutRequest request = new PutRequest(address, 5, Map.of(), WriteConditions.IF_ABSENT, null);
    store.writer().put(request, slow("hello"));
    assertEquals(0.5, seconds("put", "ok"));
    assertEquals(5.0, value("deltas3proxy_backend_written_bytes_total"));
    assertThrows(
        StoreException.PreconditionFailed.class, () -> store.writer().put(request, slow("again")));
    assertEquals(0.5, seconds("put", "precondition_failed"));
    store.writer().delete(address);
    assertEquals(0.5, seconds("delete", "ok"));
    IOException failure = new IOException("the client went away");
    assertSame(
        failure,
        assertThrows(
            IOException.class,
            () ->
                store
                    .writer()
                    .put(
                        request,
                        new FilterInputStream(slow("")) {
                          @Override
                          public int read(byte[] bytes, int offset, int length) throws IOException {
                            throw failure;
                          }
                        })));
    assertEquals(0.5, seconds("put", "body_failed"));
  }

  /** An hour passes with each read. */
  private InputStream slow(String content) {
    return new FilterInputStream(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII))) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        return super.read(bytes, offset, length);
      }
    };
  }

  private @Nullable Double seconds(String operation, String outcome) {
    return registry.getSampleValue(
        "deltas3proxy_backend_reply_seconds_sum",
        new String[] {"store", "operation", "outcome"},
        new String[] {"lake", operation, outcome});
  }

  private @Nullable Double value(String name) {
    return registry.getSampleValue(name, new String[] {"store"}, new String[] {"lake"});
  }
}
