package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets one look for a page while the others who want it wait. */
final class Flights {

  private static final int LONGEST_WAIT_SECONDS = 120;

  private final ConcurrentMap<EntryKey, CompletableFuture<Optional<CachedPage>>> flying =
      new ConcurrentHashMap<>();

  /** Looks for a page. */
  @FunctionalInterface
  interface Look {
    Optional<CachedPage> look() throws StoreException;
  }

  Optional<CachedPage> once(EntryKey key, Look look) throws StoreException {
    CompletableFuture<Optional<CachedPage>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<CachedPage>> other = flying.putIfAbsent(key, mine);
    if (other != null) {
      return await(other);
    }
    try {
      Optional<CachedPage> found = look.look();
      mine.complete(found);
      return found;
    } catch (StoreException | RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flying.remove(key, mine);
      // Nobody waits for ever, whatever has happened.
      mine.cancel(false);
    }
  }

  boolean contains(EntryKey key) {
    return flying.containsKey(key);
  }

  private static Optional<CachedPage> await(CompletableFuture<Optional<CachedPage>> other)
      throws StoreException {
    try {
      return other.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException.Denied denied) {
        throw new StoreException.Denied(String.valueOf(denied.getMessage()));
      }
      throw new StoreException.Unavailable("another asked in vain", e);
    } catch (TimeoutException e) {
      throw new StoreException.Unavailable("another asks for too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted", e);
    }
  }
}
