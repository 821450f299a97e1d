package io.deltas3proxy.cache;

/**
 * How a cache is used; all but the entries since the process started.
 *
 * @param entries that are kept now, expired ones that nobody asked for since included
 * @param hits look-ups that needed nothing else
 * @param misses look-ups for which the answer had to be read or made
 * @param evictions entries that left because the cache was full
 */
public record CacheUse(long entries, long hits, long misses, long evictions) {

  /** The same with look-ups that were counted elsewhere. */
  public CacheUse withLookups(long otherHits, long otherMisses) {
    return new CacheUse(entries, otherHits, otherMisses, evictions);
  }

  /** Both together. */
  public CacheUse plus(CacheUse other) {
    return new CacheUse(
        entries + other.entries,
        hits + other.hits,
        misses + other.misses,
        evictions + other.evictions);
  }
}
