package io.deltas3proxy.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the values of a label to a bounded number: once that many are known, the rest is one. */
final class KnownLabels {

  static final String OTHER = "other";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  KnownLabels(int most) {
    this.most = most;
  }

  String bounded(String value) {
    if (known.contains(value)) {
      return value;
    }
    return learn(value) ? value : OTHER;
  }

  private synchronized boolean learn(String value) {
    if (known.size() < most) {
      known.add(value);
    }
    return known.contains(value);
  }
}
