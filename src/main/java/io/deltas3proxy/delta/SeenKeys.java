package io.deltas3proxy.delta;

/** A set of texts, known by their hashes: 20 to 28 bytes each. For one thread. */
public final class SeenKeys {

  private final KeyedHash hash = KeyedHash.random();
  private final HashedKeys keys = new HashedKeys();

  /** Whether the text was not there before. */
  public boolean add(String text) {
    Hash128 key = hash.of(text, 0, text.length());
    if (keys.get(key) != HashedKeys.ABSENT) {
      return false;
    }
    keys.put(key, 0);
    return true;
  }

  public boolean contains(String text) {
    return keys.get(hash.of(text, 0, text.length())) != HashedKeys.ABSENT;
  }
}
