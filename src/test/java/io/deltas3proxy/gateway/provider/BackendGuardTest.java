package io.deltas3proxy.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackendGuardTest {

  private static final BreakerSettings SETTINGS =
      new BreakerSettings(10, 4, 50, Duration.ofSeconds(15), 2);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
  private final AtomicLong nanos = new AtomicLong();
  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final BackendGuard guard = new BackendGuard("b", SETTINGS, clock, nanos::get);
  private final GuardedStore store = new GuardedStore(objects, guard, new MissingBuckets());

  @Test
  void aBackendThatFailsIsLeftAloneAndTriedAgainLater() throws StoreException {
    objects.failWith(new StoreException.Unavailable("no answer"));
    for (int i = 0; i < 4; i++) {
      assertThrows(StoreException.Unavailable.class, this::list);
    }
    assertEquals("open", guard.state());
    assertFalse(guard.isOpenForCalls());
    objects.failWith(null);
    objects.forgetCalls();
    assertThrows(StoreException.Unavailable.class, this::list);
    assertEquals(List.of(), objects.calls());
    clock.advance(Duration.ofSeconds(16));
    list();
    assertEquals("half_open", guard.state());
    list();
    assertEquals("closed", guard.state());
  }

  @Test
  void everyFailureOfItsOwnCounts() {
    for (StoreException own :
        List.of(
            new StoreException.Unavailable("u"),
            new StoreException.Throttled("t"),
            new StoreException.Denied("d"),
            new StoreException.Indeterminate("i"))) {
      objects.failWith(own);
      assertThrows(own.getClass(), this::list);
    }
    assertEquals("open", guard.state());
  }

  @Test
  void whatAClientCausesNeverCounts() {
    for (int i = 0; i < 20; i++) {
      assertThrows(StoreException.NotFound.class, () -> store.head(read("missing")));
      objects.failWith(new StoreException.PreconditionFailed("p"));
      assertThrows(StoreException.PreconditionFailed.class, this::list);
      objects.failWith(
          new StoreException.Invalid(StoreException.Invalid.Fault.BAD_DIGEST, "digest"));
      assertThrows(StoreException.Invalid.class, this::list);
      objects.failWith(null);
    }
    assertEquals("closed", guard.state());
  }

  @Test
  void aBodyThatBreaksOffOrComesSlowlyIsNoFailureOfTheBackend() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the client is gone");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    for (int i = 0; i < 20; i++) {
      assertThrows(IOException.class, () -> store.writer().put(put("a"), broken));
    }
    objects.failWith(new StoreException.Unavailable("waited too long for the body"));
    for (int i = 0; i < 20; i++) {
      assertThrows(
          StoreException.Unavailable.class,
          () ->
              guard.upload(
                  slow(),
                  body -> {
                    body.readAllBytes();
                    throw new StoreException.Unavailable("waited too long for the body");
                  }));
    }
    assertEquals("closed", guard.state());
  }

  private InputStream slow() {
    return new ByteArrayInputStream(new byte[3]) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        nanos.addAndGet(WatchedBody.PATIENCE.toNanos() + 1);
        return super.read(buffer, offset, length);
      }
    };
  }

  @Test
  void aBackendThatFailsWhileABodyComesAsItShouldIsToBlame() {
    for (int i = 0; i < 4; i++) {
      assertThrows(
          StoreException.Unavailable.class,
          () ->
              guard.upload(
                  new ByteArrayInputStream(new byte[3]),
                  body -> {
                    body.readAllBytes();
                    throw new StoreException.Unavailable("reset");
                  }));
    }
    assertEquals("open", guard.state());
  }

  @Test
  void aBodyThatTheBackendBreaksOffCounts() throws IOException {
    objects.put("k", "0123456789");
    objects.breakBodiesAfter(3);
    for (int i = 0; i < 2; i++) {
      try (ObjectContent content = store.get(read("k"))) {
        assertThrows(IOException.class, () -> content.body().readAllBytes());
      }
    }
    assertEquals("open", guard.state());
  }

  @Test
  void anOpenReadIsUseUntilItIsClosed() throws IOException {
    objects.put("k", "0123456789");
    ObjectContent content = store.get(read("k"));
    assertEquals(1, guard.underWay());
    nanos.addAndGet(1_000);
    assertEquals(0, guard.idleNanos());
    assertArrayEquals("0123456789".getBytes(StandardCharsets.UTF_8), content.body().readAllBytes());
    content.close();
    content.close();
    assertEquals(0, guard.underWay());
    nanos.addAndGet(500);
    assertEquals(500, guard.idleNanos());
  }

  @Test
  void aLookThatIsGoodHelpsABackendBackOnceItsPauseIsOver() {
    objects.failWith(new StoreException.Unavailable("no answer"));
    for (int i = 0; i < 4; i++) {
      assertThrows(StoreException.Unavailable.class, this::list);
    }
    guard.looked(true);
    assertEquals("open", guard.state());
    clock.advance(Duration.ofSeconds(16));
    guard.looked(true);
    assertTrue(guard.isOpenForCalls());
    guard.looked(true);
    assertEquals("closed", guard.state());
  }

  @Test
  void trialsThatTakeLongKeepNobodyOut() throws IOException {
    objects.failWith(new StoreException.Unavailable("no answer"));
    for (int i = 0; i < 4; i++) {
      assertThrows(StoreException.Unavailable.class, this::list);
    }
    objects.failWith(null);
    clock.advance(Duration.ofSeconds(16));
    upload(() ->
        upload(() -> {
          assertEquals("half_open", guard.state());
          assertThrows(StoreException.Unavailable.class, this::list);
          guard.looked(true);
          assertEquals("closed", guard.state());
          list();
        }));
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().contains("CircuitBreaker")),
        "the breaker has a thread of its own, which outlives the application");
  }

  /** Something that happens while a body is being sent. */
  @FunctionalInterface
  private interface Meanwhile {
    void run() throws IOException;
  }

  private void upload(Meanwhile meanwhile) throws IOException {
    guard.upload(
        new ByteArrayInputStream(new byte[1]),
        body -> {
          meanwhile.run();
          return body.read();
        });
  }

  private void list() throws StoreException {
    store.list(new ListingRequest("b", "", null, null, 1));
  }

  private static ReadRequest read(String key) {
    return ReadRequest.whole(new ObjectAddress("b", key));
  }

  private static PutRequest put(String key) {
    return new PutRequest(new ObjectAddress("b", key), 3, Map.of(), WriteConditions.NONE, null);
  }
}
