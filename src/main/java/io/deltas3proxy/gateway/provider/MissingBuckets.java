package io.deltas3proxy.gateway.provider;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Physical buckets that a backend was found not to have; those that it has by now are not here. */
final class MissingBuckets {

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  void missing(String bucket) {
    names.add(bucket);
  }

  void there(String bucket) {
    names.remove(bucket);
  }

  boolean contains(String bucket) {
    return names.contains(bucket);
  }

  Set<String> all() {
    return Set.copyOf(names);
  }
}
