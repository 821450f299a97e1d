package io.deltas3proxy.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What the contracts of writing share: the store under test, what it may lack, and its reads. */
abstract class WriterFixture {

  static final byte[] OLD = "what was there before".getBytes(StandardCharsets.US_ASCII);
  static final byte[] NEW = "what comes now".getBytes(StandardCharsets.US_ASCII);

  protected abstract ObjectStore store();

  protected abstract String bucket();

  /** What all keys of the test begin with; empty or with a slash at its end. */
  protected abstract String base();

  /** Whether the store keeps {@code x-amz-tagging} and answers for tags. */
  protected abstract boolean keepsTags();

  /** Whether the store compares {@code content-md5} and {@code x-amz-checksum-*}. */
  protected abstract boolean comparesChecksums();

  /** Whether a copy and the end of an upload keep {@link WriteConditions}. */
  protected abstract boolean hasConditionsForCopies();

  protected abstract boolean hasConditionsForUploads();

  protected abstract boolean hasConditionsForDeletions();

  /** Least bytes of a part that is not the last; 0 where the store takes any. */
  protected abstract int smallestPart();

  /** Whether the store under test can hold an object under this key. */
  protected abstract boolean holds(String key);

  /** What a server that is not ours does less well than S3; our own stores lack nothing. */
  protected enum Lack {
    ANSWERS_FOR_TAGS,
    CHECKSUMS_IN_TRAILERS,
    IF_MATCH_IN_ONE_STEP,
    HIDES_WHAT_IS_BEING_WRITTEN,
    KNOWS_WHICH_UPLOADS_THERE_ARE,
    PAGES_OF_PARTS,
    REFUSES_KEYS_IT_CANNOT_HOLD,
    KEYS_BELOW_OBJECTS
  }

  protected Set<Lack> lacks() {
    return Set.of();
  }

  protected final void assumeNotLacking(Lack lack) {
    assumeFalse(lacks().contains(lack), () -> "the server lacks " + lack);
  }

  protected ObjectWriter writer() throws StoreException {
    return store().writer();
  }

  protected final ObjectAddress address(String key) {
    return new ObjectAddress(bucket(), base() + key);
  }

  protected final PutRequest request(String key, byte[] content) {
    return request(key, content.length, Map.of(), WriteConditions.NONE);
  }

  protected final PutRequest request(
      String key, long length, Map<String, String> headers, WriteConditions conditions) {
    return new PutRequest(address(key), length, headers, conditions, null);
  }

  protected final WrittenObject put(String key, byte[] content) throws IOException {
    return writer().put(request(key, content), new ByteArrayInputStream(content));
  }

  protected final WrittenObject put(String key, byte[] content, Map<String, String> headers)
      throws IOException {
    return writer()
        .put(
            request(key, content.length, headers, WriteConditions.NONE),
            new ByteArrayInputStream(content));
  }

  protected final WrittenObject put(String key, byte[] content, WriteConditions conditions)
      throws IOException {
    return writer()
        .put(request(key, content.length, Map.of(), conditions), new ByteArrayInputStream(content));
  }

  protected final ObjectInfo info(String key) throws IOException {
    return store().head(ReadRequest.whole(address(key))).info();
  }

  protected final byte[] read(String key) throws IOException {
    try (ObjectContent content = store().get(ReadRequest.whole(address(key)))) {
      return content.body().readAllBytes();
    }
  }

  protected List<ListedObject> listed(String prefix) throws IOException {
    return store().list(new ListingRequest(bucket(), base() + prefix, null, null, 1000)).objects();
  }

  protected final List<String> keys(String prefix) throws IOException {
    return listed(prefix).stream().map(each -> each.key().substring(base().length())).toList();
  }

  /** Every way of reading gives this content, and the same description. */
  protected final void assertStored(String key, byte[] content) throws IOException {
    assertArrayEquals(content, read(key));
    ObjectInfo info = info(key);
    assertEquals(content.length, info.size());
    ListedObject listed =
        listed(key).stream()
            .filter(each -> each.key().equals(base() + key))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not listed: " + key));
    assertEquals(info.eTag(), listed.eTag());
    assertEquals(content.length, listed.size());
    assertEquals(info.lastModified(), listed.lastModified());
  }

  protected final void assertMissing(String key) throws IOException {
    ReadRequest request = ReadRequest.whole(address(key));
    assertThrows(StoreException.NotFound.class, () -> store().head(request));
    assertThrows(StoreException.NotFound.class, () -> store().get(request).close());
    assertEquals(List.of(), keys(key));
  }

  protected final void assertInvalid(
      StoreException.Invalid.Fault fault, org.junit.jupiter.api.function.Executable write) {
    assertEquals(fault, assertThrows(StoreException.Invalid.class, write).fault());
  }

  protected static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Runs all at the same moment; what each did, in their order. */
  protected static <T> List<T> together(int threads, Numbered<T> action) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> all =
          IntStream.range(0, threads).mapToObj(i -> pool.submit(at(start, i, action))).toList();
      List<T> results = new java.util.ArrayList<>();
      for (Future<T> each : all) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static <T> Callable<T> at(CyclicBarrier start, int number, Numbered<T> action) {
    return () -> {
      try {
        start.await();
      } catch (BrokenBarrierException e) {
        throw new IllegalStateException(e);
      }
      return action.run(number);
    };
  }

  /** One of several that do the same. */
  @FunctionalInterface
  protected interface Numbered<T> {
    T run(int number) throws Exception;
  }
}
