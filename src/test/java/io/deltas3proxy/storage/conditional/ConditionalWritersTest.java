package io.deltas3proxy.storage.conditional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.MemoryObjectWriter.Conditions;
import io.deltas3proxy.testing.MemoryObjectWriter.Fate;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class ConditionalWritersTest {

  private static final ConditionalWriters.Place PLACE =
      new ConditionalWriters.Place("s", "lake", "t/_delta_log/");
  private static final ObjectAddress COMMIT =
      new ObjectAddress("lake", "t/_delta_log/00000000000000000001.json");

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final OneLock locks = new OneLock();

  /** One lock for all objects. */
  private static final class OneLock implements KeyLocks {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean holds = new AtomicBoolean(true);
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();

    @Override
    public Lease acquire(String store, ObjectAddress address) {
      lock.lock();
      taken.incrementAndGet();
      return new Lease() {
        @Override
        public boolean holds() {
          return holds.get();
        }

        @Override
        public void abandon() {
          abandoned.incrementAndGet();
        }

        @Override
        public void close() {
          lock.unlock();
        }
      };
    }
  }

  private ConditionalWriters writers(ConditionalWrites mode) {
    return new ConditionalWriters(Map.of("s", mode), locks);
  }

  private static PutRequest request(String content, WriteConditions conditions) {
    return new PutRequest(COMMIT, content.length(), Map.of(), conditions, null);
  }

  private static ByteArrayInputStream body(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII));
  }

  private static WrittenObject put(ObjectWriter writer, String content, WriteConditions conditions)
      throws IOException {
    return writer.put(request(content, conditions), body(content));
  }

  private boolean hasObject() throws IOException {
    try {
      store.head(io.deltas3proxy.storage.ReadRequest.whole(COMMIT));
      return true;
    } catch (StoreException.NotFound e) {
      return false;
    }
  }

  @Test
  void aStoreThatKeepsConditionsIsAskedOnceAndLeftAlone() throws IOException {
    ConditionalWriters writers = writers(ConditionalWrites.DETECT);
    assertSame(store.writer(), writers.of(PLACE, store, ConditionalOperation.PUT));
    assertTrue(
        store
            .list(new io.deltas3proxy.storage.ListingRequest("lake", "", null, null, 10))
            .objects()
            .isEmpty(),
        "the probe was left behind");
    store.failWith(new StoreException.Unavailable("down"));
    assertSame(store.writer(), writers.of(PLACE, store, ConditionalOperation.PUT));
    assertEquals(0, locks.taken.get());
  }

  @Test
  void storesWithoutConditionsAreLocked() throws IOException {
    for (Conditions lack : List.of(Conditions.IGNORED, Conditions.REFUSED)) {
      store.remove(COMMIT.key());
      store.writer().conditions(lack);
      ObjectWriter writer =
          writers(ConditionalWrites.DETECT).of(PLACE, store, ConditionalOperation.PUT);
      WrittenObject first = put(writer, "one", WriteConditions.IF_ABSENT);
      assertThrows(
          StoreException.PreconditionFailed.class,
          () -> put(writer, "two", WriteConditions.IF_ABSENT));
      put(writer, "three", new WriteConditions(false, first.eTag()));
      assertThrows(
          StoreException.PreconditionFailed.class,
          () -> put(writer, "four", new WriteConditions(false, first.eTag())));
      put(writer, "five", WriteConditions.NONE);
    }
    store.remove(COMMIT.key());
    assertThrows(
        StoreException.PreconditionFailed.class,
        () ->
            put(
                writers(ConditionalWrites.LOCK).of(PLACE, store, ConditionalOperation.PUT),
                "x",
                new WriteConditions(false, "\"e\"")));
  }

  private void assertDeletesByItsTagAlone(ObjectWriter writer) throws IOException {
    String tag = put(store.writer(), "one", WriteConditions.NONE).eTag();
    assertThrows(
        StoreException.PreconditionFailed.class, () -> writer.delete(COMMIT, "\"another\""));
    assertTrue(hasObject());
    writer.delete(COMMIT, tag);
    assertFalse(hasObject());
    assertThrows(StoreException.PreconditionFailed.class, () -> writer.delete(COMMIT, "*"));
  }

  @Test
  void whatIsDeletedOnAConditionIsLookedAtByTheStoreOrUnderTheLockOfAll() throws IOException {
    for (ConditionalWrites mode : ConditionalWrites.values()) {
      assertDeletesByItsTagAlone(writers(mode).of(PLACE, store, ConditionalOperation.DELETE));
    }
    for (Conditions lack : List.of(Conditions.IGNORED, Conditions.REFUSED)) {
      store.writer().conditions(lack);
      for (ConditionalWrites mode : List.of(ConditionalWrites.DETECT, ConditionalWrites.LOCK)) {
        int before = locks.taken.get();
        assertDeletesByItsTagAlone(writers(mode).of(PLACE, store, ConditionalOperation.DELETE));
        assertTrue(locks.taken.get() > before);
      }
    }
  }

  @Test
  void nothingIsDeletedOnAConditionThatNobodyLooksAt() throws IOException {
    String tag = put(store.writer(), "one", WriteConditions.NONE).eTag();
    for (Conditions lack : List.of(Conditions.IGNORED, Conditions.REFUSED)) {
      store.writer().conditions(lack);
      // Puts are left to the store, so that a lock would bind nobody.
      ObjectWriter writer =
          writers(ConditionalWrites.NATIVE).of(PLACE, store, ConditionalOperation.DELETE);
      assertThrows(StoreException.Unsupported.class, () -> writer.delete(COMMIT, tag));
      assertTrue(hasObject());
    }
  }

  @Test
  void whatAStoreDoesForPutsItMayNotDoForCopies() throws IOException {
    ConditionalWriters writers = writers(ConditionalWrites.NATIVE);
    assertSame(store.writer(), writers.of(PLACE, store, ConditionalOperation.PUT));
    assertInstanceOf(LockedWriter.class, writers.of(PLACE, store, ConditionalOperation.COPY));
    assertTrue(store.list(new ListingRequest("lake", "", null, null, 10)).objects().isEmpty());
  }

  @Test
  void aStoreThatCannotBeTriedIsNotWrittenTo() throws IOException {
    ConditionalWriters writers = writers(ConditionalWrites.DETECT);
    store.writer().fate(Fate.WRITE_LOST);
    assertThrows(StoreException.class, () -> writers.of(PLACE, store, ConditionalOperation.PUT));
    store.writer().fate(Fate.DONE);
    store.writer().conditions(Conditions.IGNORED);
    assertInstanceOf(LockedWriter.class, writers.of(PLACE, store, ConditionalOperation.PUT));
  }

  @Test
  void ofManyWritersOneWinsEachTime() throws Exception {
    store.writer().conditions(Conditions.IGNORED);
    ObjectWriter writer =
        writers(ConditionalWrites.LOCK).of(PLACE, store, ConditionalOperation.PUT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 200; round++) {
        store.remove(COMMIT.key());
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String content = "writer " + i;
          Callable<Boolean> race =
              () -> {
                try {
                  put(writer, content, WriteConditions.IF_ABSENT);
                  return true;
                } catch (StoreException.PreconditionFailed e) {
                  return false;
                }
              };
          results.add(threads.submit(race));
        }
        int won = 0;
        for (Future<Boolean> result : results) {
          won += result.get() ? 1 : 0;
        }
        assertEquals(1, won);
      }
    }
  }

  @Test
  void whateverChangesAnObjectTakesItsLock() throws IOException {
    ObjectWriter writer =
        writers(ConditionalWrites.LOCK).of(PLACE, store, ConditionalOperation.PUT);
    put(writer, "one", WriteConditions.NONE);
    assertEquals(1, locks.taken.get());
    writer.delete(COMMIT);
    assertEquals(2, locks.taken.get());
    assertFalse(hasObject());
  }

  @Test
  void nothingIsStoredOnceTheLockIsLost() throws IOException {
    store.writer().conditions(Conditions.IGNORED);
    ObjectWriter writer =
        writers(ConditionalWrites.LOCK).of(PLACE, store, ConditionalOperation.PUT);
    locks.holds.set(false);
    assertThrows(
        StoreException.Conflict.class, () -> put(writer, "one", WriteConditions.IF_ABSENT));
    assertThrows(StoreException.Conflict.class, () -> put(writer, "", WriteConditions.IF_ABSENT));
    assertFalse(hasObject());
  }

  @Test
  void aLockIsLeftToItsEndWhenItIsNotKnownWhatWasWritten() throws IOException {
    ObjectWriter writer =
        writers(ConditionalWrites.LOCK).of(PLACE, store, ConditionalOperation.PUT);
    store.writer().fate(Fate.WRITE_LOST);
    assertThrows(
        StoreException.Indeterminate.class, () -> put(writer, "one", WriteConditions.IF_ABSENT));
    assertEquals(1, locks.abandoned.get());
  }

  @Test
  void aCommitWhoseAnswerWasLostIsRecognized() throws IOException {
    store.writer().fate(Fate.ANSWER_LOST);
    WrittenObject written = commit("mine");
    assertEquals(
        store.head(io.deltas3proxy.storage.ReadRequest.whole(COMMIT)).info().eTag(),
        written.eTag());
  }

  private WrittenObject commit(String content) throws IOException {
    return CommitPut.run(
        store, store.writer(), request(content, WriteConditions.IF_ABSENT), body(content));
  }

  @Test
  void aCommitOfTheSameBytesBySomebodyElseIsNotTakenForOnesOwn() throws IOException {
    store.writer().fate(Fate.WRITE_LOST);
    store
        .writer()
        .beforeEnd(
            () -> store.put(COMMIT.key(), "same".getBytes(StandardCharsets.US_ASCII), Map.of()));
    store.writer().conditions(Conditions.IGNORED);
    assertThrows(StoreException.PreconditionFailed.class, () -> commit("same"));
  }

  @Test
  void aCommitThatMayStillComeIsNotKnown() {
    store.writer().fate(Fate.WRITE_LOST);
    assertThrows(StoreException.Indeterminate.class, () -> commit("mine"));
  }

  @Test
  void aBodyThatIsOnItsWayHoldsUpNobody() throws IOException {
    store.writer().conditions(Conditions.IGNORED);
    ObjectWriter writer =
        writers(ConditionalWrites.LOCK).of(PLACE, store, ConditionalOperation.PUT);
    InputStream slow =
        new FilterInputStream(body("slow")) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (!hasObject()) {
              assertEquals(0, locks.taken.get());
              put(writer, "quick", WriteConditions.IF_ABSENT);
            }
            return super.read(target, offset, length);
          }
        };
    PutRequest request = request("slow", WriteConditions.IF_ABSENT);
    assertThrows(StoreException.PreconditionFailed.class, () -> writer.put(request, slow));
    assertEquals(2, locks.taken.get());
    assertFalse(locks.lock.isLocked());
    assertEquals(
        "quick",
        new String(
            store.get(io.deltas3proxy.storage.ReadRequest.whole(COMMIT)).body().readAllBytes(),
            StandardCharsets.US_ASCII));
  }
}
