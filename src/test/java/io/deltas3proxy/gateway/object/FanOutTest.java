package io.deltas3proxy.gateway.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanOutTest {

  private static final int RING = FanOut.SLOTS * FanOut.SLOT_BYTES;

  /** Places that fail or stop after so many bytes. */
  private final Map<String, Integer> failing = new HashMap<>();

  private final Map<String, Integer> stopping = new HashMap<>();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final Map<String, Boolean> late = new ConcurrentHashMap<>();
  private final CountDownLatch lateEnd = new CountDownLatch(1);
  private final Deque<String> spare = new ArrayDeque<>();

  private final FanOut.Sender<String> sender =
      new FanOut.Sender<>() {
        @Override
        public String send(String place, InputStream body) throws IOException {
          int fail = failing.getOrDefault(place, Integer.MAX_VALUE);
          int stop = stopping.getOrDefault(place, Integer.MAX_VALUE);
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          byte[] buffer = new byte[10_000];
          while (true) {
            if (all.size() >= fail) {
              throw new StoreException.Unavailable("failed");
            }
            if (all.size() >= stop) {
              await(goOn);
            }
            int count = body.read(buffer);
            if (count < 0) {
              stored.put(place, all.toByteArray());
              return place;
            }
            all.write(buffer, 0, count);
          }
        }

        @Override
        public void late(String place) {
          late.put(place, true);
          lateEnd.countDown();
        }
      };

  private final FanOut.Course<String> course =
      new FanOut.Course<>() {
        @Override
        public void seen(byte[] bytes, int offset, int length) {}

        @Override
        public void ended() {}

        @Override
        public void goesOn() {}

        @Override
        public Optional<String> replacement(String failed) {
          return Optional.ofNullable(spare.poll());
        }
      };

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static FanOut.Outcome<String> outcome(
      Map<String, FanOut.Outcome<String>> outcomes, String place) {
    return Objects.requireNonNull(outcomes.get(place));
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    return body;
  }

  private Map<String, FanOut.Outcome<String>> send(int fewest, byte[] body, String... places)
      throws Exception {
    return send(fewest, new ByteArrayInputStream(body), Duration.ofSeconds(30), places);
  }

  private Map<String, FanOut.Outcome<String>> send(
      int fewest, InputStream body, Duration delay, String... places) throws Exception {
    Map<String, FanOut.Outcome<String>> outcomes = new HashMap<>();
    new FanOut<>(sender, course, new FanOut.Limits(fewest, delay))
        .send(List.of(places), body)
        .forEach(outcome -> outcomes.put(outcome.place(), outcome));
    return outcomes;
  }

  @Test
  void everyPlaceGetsTheWholeBodyWhateverItsLength() throws Exception {
    for (int length : List.of(0, 1, FanOut.SLOT_BYTES, RING, RING + 1, 5 * RING + 77)) {
      byte[] body = body(length);
      send(3, body, "a", "b", "c");
      for (String place : List.of("a", "b", "c")) {
        assertArrayEquals(body, stored.remove(place));
      }
    }
  }

  @Test
  void aPlaceThatFailsInTheMiddleDoesNotHoldBackTheOthers() throws Exception {
    failing.put("a", 3 * RING);
    byte[] body = body(5 * RING);
    Map<String, FanOut.Outcome<String>> outcomes = send(1, body, "a", "b");
    assertNull(outcome(outcomes, "a").eTag());
    assertArrayEquals(body, stored.get("b"));
  }

  @Test
  void oneThatFailsWhileTheFirstBytesAreThereIsReplaced() throws Exception {
    failing.put("a", FanOut.SLOT_BYTES);
    spare.add("c");
    byte[] body = body(5 * RING);
    Map<String, FanOut.Outcome<String>> outcomes = send(1, body, "a");
    assertNotNull(outcome(outcomes, "a").failure());
    assertArrayEquals(body, stored.get("c"));
  }

  /** As bodies come that are sent in chunks. */
  private static InputStream inPieces(byte[] body) {
    return new FilterInputStream(new ByteArrayInputStream(body)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 1000));
      }
    };
  }

  @Test
  void aBodyThatComesInSmallPiecesFillsTheBuffersToo() throws Exception {
    failing.put("a", RING / 2);
    spare.add("c");
    byte[] body = body(RING);
    send(1, inPieces(body), Duration.ofSeconds(30), "a");
    assertArrayEquals(body, stored.get("c"));
    byte[] longer = body(3 * RING + 1);
    send(2, inPieces(longer), Duration.ofSeconds(30), "b", "c");
    assertArrayEquals(longer, stored.get("b"));
    assertArrayEquals(longer, stored.get("c"));
  }

  @Test
  void afterTheFirstBytesAreGoneNobodyTakesOverAndNothingIsStored() throws Exception {
    failing.put("a", 3 * RING);
    spare.add("c");
    Map<String, FanOut.Outcome<String>> outcomes = send(1, body(5 * RING), "a");
    assertNull(outcome(outcomes, "a").eTag());
    assertEquals(Map.of(), stored);
  }

  @Test
  void aPlaceThatDelaysTheOthersForTooLongIsGivenUp() throws Exception {
    stopping.put("a", FanOut.SLOT_BYTES);
    byte[] body = body(5 * RING);
    Map<String, FanOut.Outcome<String>> outcomes =
        send(1, new ByteArrayInputStream(body), Duration.ofMillis(50), "a", "b");
    assertArrayEquals(body, stored.get("b"));
    assertTrue(outcome(outcomes, "a").givenUp());
    goOn.countDown();
    lateEnd.await();
    assertEquals(Map.of("a", true), late);
    assertNull(stored.get("a"));
  }

  @Test
  void aSlowPlaceThatIsNeededIsWaitedFor() throws Exception {
    stopping.put("a", FanOut.SLOT_BYTES);
    byte[] body = body(5 * RING);
    Thread.ofVirtual().start(goOn::countDown);
    send(2, new ByteArrayInputStream(body), Duration.ofMillis(1), "a", "b");
    assertArrayEquals(body, stored.get("a"));
  }

  @Test
  void aBodyThatBreaksIsStoredNowhere() {
    InputStream broken =
        new InputStream() {
          private int left = 2 * RING;

          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1) < 0 ? -1 : 0;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
              throw new IOException("the client went away");
            }
            int count = Math.min(left, length);
            left -= count;
            return count;
          }
        };
    IOException failure =
        assertThrows(IOException.class, () -> send(1, broken, Duration.ofSeconds(30), "a", "b"));
    assertEquals("the client went away", failure.getMessage());
    assertEquals(Map.of(), stored);
  }

  @Test
  void whenTooFewAreLeftTheRestOfTheBodyIsNotRead() throws Exception {
    failing.put("a", 0);
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return length;
          }
        };
    Map<String, FanOut.Outcome<String>> outcomes =
        send(2, endless, Duration.ofSeconds(30), "a", "b");
    assertEquals(Map.of(), stored);
    assertNotNull(outcome(outcomes, "b").failure());
  }
}
