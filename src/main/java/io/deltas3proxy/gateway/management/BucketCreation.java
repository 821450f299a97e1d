package io.deltas3proxy.gateway.management;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.storage.StoreException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How buckets were made on one backend.
 *
 * @param error in words that name no host; {@code null} for none
 */
record BucketCreation(Status status, @Nullable String error) {

  private static final Logger LOG = LoggerFactory.getLogger(BucketCreation.class);

  /** What became of it; of several buckets the worst. */
  enum Status {
    EXISTS,
    SUCCESS,
    ERROR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Makes the buckets of all backends at the same time; each store bounds its own. */
  static Map<String, BucketCreation> run(Map<GatewayBackend, Set<String>> wanted) {
    Map<String, Future<BucketCreation>> running = new LinkedHashMap<>();
    Map<String, BucketCreation> results = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      wanted.forEach((backend, names) ->
          running.put(
              backend.description().name(), threads.submit(() -> creation(backend, names))));
      for (Map.Entry<String, Future<BucketCreation>> one : running.entrySet()) {
        results.put(one.getKey(), one.getValue().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ManagementException(503, "The proxy stops");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return results;
  }

  private static BucketCreation creation(GatewayBackend backend, Set<String> names) {
    boolean made = false;
    for (String name : names) {
      try {
        made |= backend.store().writer().createBucket(name);
      } catch (StoreException e) {
        LOG.warn("Bucket on {}: {}", backend.description().name(), e.getMessage());
        return new BucketCreation(Status.ERROR, words(e));
      }
    }
    return new BucketCreation(made ? Status.SUCCESS : Status.EXISTS, null);
  }

  private static String words(StoreException failure) {
    return switch (failure) {
      case StoreException.Denied e -> "refused by the backend";
      case StoreException.Invalid e -> "refused as invalid by the backend";
      case StoreException.Unsupported e -> "not supported by the backend";
      case StoreException.Throttled e -> "the backend asks to slow down";
      default -> "the backend cannot be reached";
    };
  }
}
