package io.deltas3proxy.website.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.website.PageBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is given when, and what the store is asked for it. */
class CachedPagesTest {

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final CacheStand stand = new CacheStand(store, null);

  @AfterEach
  void close() {
    stand.close();
  }

  @Test
  void aPageIsAskedForOnce() throws IOException {
    store.put("site/a.txt", "one");
    assertEquals("one", stand.text("a.txt"));
    assertEquals("one", stand.text("a.txt"));
    assertEquals(List.of("get site/a.txt"), store.calls());
    assertEquals(1, stand.statistics().hits());
  }

  @Test
  void anotherSitesPagesAreOthers() throws IOException {
    store.put("site/a.txt", "one").put("other/a.txt", "two");
    assertEquals("one", stand.text("a.txt"));
    assertEquals(
        "two", CacheStand.text(stand.pages().find(stand.other, "a.txt").orElseThrow().body()));
  }

  @Test
  void aPageThatHasNotChangedIsNotSentAgain() throws IOException {
    store.put("site/a.txt", "one");
    assertEquals("one", stand.text("a.txt"));
    stand.pass(CacheStand.TTL.plusMinutes(2));
    assertEquals("one", stand.text("a.txt"));
    assertEquals(1, stand.statistics().confirmed());
    assertEquals("one", stand.text("a.txt"));
    assertEquals(2, store.calls().size());
  }

  @Test
  void aPageThatHasChangedIsReplaced() throws IOException {
    store.put("site/a.txt", "one");
    assertEquals("one", stand.text("a.txt"));
    store.put("site/a.txt", "two");
    assertEquals("one", stand.text("a.txt"));
    stand.pass(CacheStand.TTL.plusMinutes(2));
    assertEquals("two", stand.text("a.txt"));
  }

  @Test
  void aPageWhoseHeadersHaveChangedAloneIsReplaced() throws IOException {
    byte[] text = "one".getBytes(StandardCharsets.US_ASCII);
    store.put("site/a.txt", text, Map.of("content-type", "text/plain"));
    assertEquals("one", stand.text("a.txt"));
    Map<String, String> html = Map.of("content-type", "text/html");
    store.putLater("site/a.txt", text, html, Duration.ofMinutes(1));
    stand.pass(CacheStand.TTL.plusMinutes(2));
    assertEquals("one", stand.text("a.txt"));
    assertEquals(html, stand.page("a.txt").info().headers());
    stand.pass(CacheStand.TTL.plusMinutes(2));
    assertEquals("one", stand.text("a.txt"));
    assertEquals(1, stand.statistics().confirmed());
  }

  @Test
  void anOldPageIsGivenWhileTheStoreIsAsked() throws IOException {
    store.put("site/a.txt", "one");
    assertEquals("one", stand.text("a.txt"));
    store.put("site/a.txt", "two");
    stand.pass(CacheStand.TTL.plusSeconds(30));
    assertEquals("one", stand.text("a.txt"));
    stand.settle();
    assertEquals("two", stand.text("a.txt"));
  }

  @Test
  void anOldPageIsGivenWhenTheStoreFails() throws IOException {
    store.put("site/a.txt", "one");
    assertEquals("one", stand.text("a.txt"));
    store.failWith(new StoreException.Unavailable("down"));
    stand.pass(CacheStand.TTL.plusMinutes(30));
    assertEquals("one", stand.text("a.txt"));
    int asked = store.calls().size();
    assertEquals("one", stand.text("a.txt"));
    assertEquals(asked, store.calls().size(), "a store that fails is not asked at once again");
    stand.pass(Duration.ofMinutes(31));
    assertThrows(StoreException.class, () -> stand.text("a.txt"));
    store.failWith(null);
    assertEquals("one", stand.text("a.txt"));
  }

  @Test
  void aPageThatTheStoreRefusesIsNotGivenAnyMore() throws IOException {
    store.put("site/a.txt", "one");
    assertEquals("one", stand.text("a.txt"));
    store.failWith(new StoreException.Denied("no permission"));
    stand.pass(CacheStand.TTL.plusMinutes(2));
    assertThrows(StoreException.Denied.class, () -> stand.text("a.txt"));
    store.failWith(null);
    assertEquals("one", stand.text("a.txt"));
  }

  @Test
  void whatWasNeverSeenFailsWithTheStore() throws IOException {
    store.put("site/a.txt", "one").failWith(new StoreException.Unavailable("down"));
    assertThrows(StoreException.class, () -> stand.text("a.txt"));
    store.failWith(null);
    assertEquals("one", stand.text("a.txt"), "a failure is not remembered");
  }

  @Test
  void thatNothingIsThereIsRemembered() throws IOException {
    assertTrue(stand.pages().find(stand.site, "a.txt").isEmpty());
    store.put("site/a.txt", "one");
    assertTrue(stand.pages().find(stand.site, "a.txt").isEmpty());
    assertEquals(1, store.calls().size());
    stand.pass(Duration.ofSeconds(31));
    assertEquals("one", stand.text("a.txt"));
  }

  @Test
  void aPageThatWasDeletedIsGone() throws IOException {
    store.put("site/a.txt", "one");
    assertEquals("one", stand.text("a.txt"));
    store.remove("site/a.txt");
    stand.pass(CacheStand.TTL.plusMinutes(2));
    assertTrue(stand.pages().find(stand.site, "a.txt").isEmpty());
    assertEquals(0, stand.statistics().pages());
    assertEquals(0, stand.statistics().memoryBytes());
  }

  @Test
  void nobodyWaitsForAStoreToRepeatThatThereIsNoTwin() throws IOException {
    assertTrue(stand.pages().twin(stand.site, "a.js.br").isEmpty());
    stand.pass(Duration.ofSeconds(31));
    store.failWith(new StoreException.Unavailable("down"));
    assertTrue(stand.pages().twin(stand.site, "a.js.br").isEmpty());
    stand.settle();
    assertEquals(2, store.calls().size(), "it is asked beside the request");
    assertTrue(stand.pages().twin(stand.site, "a.js.br").isEmpty());
    stand.settle();
    assertEquals(2, store.calls().size(), "a store that fails is not asked at once again");
    store.failWith(null);
    store.put("site/a.js.br", "twin");
    stand.pass(Duration.ofSeconds(6));
    assertTrue(stand.pages().twin(stand.site, "a.js.br").isEmpty());
    stand.settle();
    assertTrue(stand.pages().twin(stand.site, "a.js.br").isPresent());
  }

  @Test
  void aStoreThatRefusesATwinIsNotAskedForItEachTime() {
    store.failWith(new StoreException.Denied("no permission"));
    for (int i = 0; i < 10; i++) {
      assertTrue(stand.pages().twin(stand.site, "a.js.br").isEmpty());
    }
    assertEquals(List.of("get site/a.js.br"), store.calls());
    assertThrows(StoreException.Denied.class, () -> stand.page("a.js.br"), "itself is refused");
  }

  @Test
  void longNamesThatAreNotThereTakeNoMoreRoom() {
    Absences absences = new Absences(100);
    for (int i = 0; i < 90; i++) {
      absences.add(new EntryKey("www@1", i + "x".repeat(1000)), 0, 1000);
    }
    assertTrue(absences.size() <= 16, () -> absences.size() + " names of 1000 characters");
    EntryKey last = new EntryKey("www@1", 89 + "x".repeat(1000));
    assertTrue(absences.contain(last, 0));
    absences.remove(last);
    assertFalse(absences.contain(last, 0));
  }

  @Test
  void namesThatAreNotThereTakeBoundedRoom() throws IOException {
    for (int i = 0; i < 500; i++) {
      assertEquals(Optional.empty(), stand.pages().find(stand.site, "no-" + i));
    }
    store.put("site/a.txt", "one");
    assertEquals("one", stand.text("a.txt"));
    assertEquals(1, stand.statistics().pages());
  }

  @Test
  void manyWhoWantAPageAskOnce() throws Exception {
    store.put("site/a.txt", "one");
    List<Future<String>> texts = new ArrayList<>();
    try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> visit = () -> stand.text("a.txt");
      for (int i = 0; i < 200; i++) {
        texts.add(visitors.submit(visit));
      }
    }
    for (Future<String> text : texts) {
      assertEquals("one", text.get());
    }
    assertEquals(List.of("get site/a.txt"), store.calls());
  }

  @Test
  void whatWasUsedLongestAgoLeaves() throws IOException {
    try (CacheStand small =
        new CacheStand(store, null, FileCreation.ON_DISK, 5 * CacheStand.SLICE, 0)) {
      String text = "x".repeat(CacheStand.SLICE);
      for (int i = 0; i < 20; i++) {
        store.put("site/" + i, text);
        assertEquals(text, small.text(Integer.toString(i)));
        small.pass(Duration.ofSeconds(2));
        assertEquals(text, small.text("0"), "what is in use stays");
        small.pass(Duration.ofSeconds(2));
      }
      assertTrue(small.statistics().memoryBytes() <= 6 * CacheStand.SLICE);
      assertTrue(small.statistics().evicted() > 0);
      assertEquals(1, store.calls().stream().filter("get site/0"::equals).count());
      assertEquals(text, small.text("3"), "what has left is fetched again");
    }
  }

  @Test
  void pagesTakeABoundedNumberOfPlaces() throws IOException {
    for (int i = 0; i < 200; i++) {
      store.put("site/" + i, "x");
      assertEquals("x", stand.text(Integer.toString(i)));
    }
    assertTrue(stand.statistics().pages() <= 50, () -> stand.statistics().toString());
  }

  @Test
  void aPageIsCompressedOnce() throws IOException {
    String text = "all work and no play ".repeat(40);
    store.put("site/a.txt", text);
    PageBody first = stand.page("a.txt").compressed().orElseThrow();
    byte[] bytes = first.bytes();
    assertTrue(bytes != null && bytes.length < text.length() / 2);
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertEquals(text, new String(plain.readAllBytes(), StandardCharsets.US_ASCII));
    }
    assertSame(bytes, stand.page("a.txt").compressed().orElseThrow().bytes(), "made again");
  }

  @Test
  void whatGetsNoSmallerStaysAsItIs() throws IOException {
    byte[] noise = new byte[900];
    new java.util.Random(7).nextBytes(noise);
    store.put("site/a.bin", noise, Map.of());
    store.put("site/tiny.txt", "tiny");
    assertTrue(stand.page("a.bin").compressed().isEmpty());
    assertTrue(stand.page("tiny.txt").compressed().isEmpty());
  }

  @Test
  void clearingForgetsOneSiteOrOnePrefixOrAll() throws IOException {
    store.put("site/a/1", "one").put("site/b/1", "one").put("other/a/1", "one");
    for (String name : List.of("a/1", "b/1")) {
      assertEquals("one", stand.text(name));
    }
    assertTrue(stand.pages().find(stand.other, "a/1").isPresent());
    assertTrue(stand.pages().find(stand.site, "a/2").isEmpty());
    store.put("site/a/1", "two").put("site/b/1", "two").put("site/a/2", "two");
    assertEquals(1, stand.pages().clear(stand.site, "a/"));
    assertEquals("two", stand.text("a/1"));
    assertEquals("two", stand.text("a/2"), "that it was not there is forgotten too");
    assertEquals("one", stand.text("b/1"));
    assertEquals(4, stand.pages().clear(null, ""));
    assertEquals("two", stand.text("b/1"));
  }

  @Test
  void whatMustNotBeStoredIsNot() throws IOException {
    store.put("site/a", new byte[] {'x'}, Map.of("cache-control", "private, no-store"));
    assertEquals("x", stand.text("a"));
    assertEquals(0, stand.statistics().memoryBytes());
  }

  @Test
  void aPageThatIsNotKeptIsAskedForAgainOnceItHasChanged() throws IOException {
    store.put("site/a", new byte[] {'x'}, Map.of("cache-control", "no-store"));
    assertEquals("x", stand.text("a"));
    store.put("site/a", new byte[] {'y'}, Map.of("cache-control", "no-store"));
    assertThrows(StoreException.PreconditionFailed.class, () -> stand.text("a"));
    assertEquals("y", stand.text("a"), "what has changed is not asked for again");
  }

  @Test
  void anEmptyPageIsAPage() throws IOException {
    store.put("site/empty", "");
    assertEquals("", stand.text("empty"));
    assertEquals("", stand.text("empty"));
    assertEquals(1, stand.statistics().hits());
  }

  @Test
  void aBodyThatEndsEarlyIsNotKept() throws IOException {
    store.put("site/a.txt", "0123456789").breakBodiesAfter(5);
    assertThrows(StoreException.class, () -> stand.text("a.txt"));
    store.breakBodiesAfter(-1);
    assertEquals("0123456789", stand.text("a.txt"));
  }
}
