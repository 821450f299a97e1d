package io.deltas3proxy.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides what a read of a known object gives: conditions first, in the order of RFC 9110, section
 * 13.2.2, then the range or the part. Every store uses this class, so that all decide alike.
 */
public final class ReadEvaluator {

  private ReadEvaluator() {}

  /**
   * Conditions, then range or part, of an object that is one part.
   *
   * @throws StoreException.PreconditionFailed when {@code If-Match} or {@code If-Unmodified-Since}
   *     does not hold
   * @throws StoreException.NotModified when {@code If-None-Match} or {@code If-Modified-Since} says
   *     that the caller has it
   * @throws StoreException.RangeNotSatisfiable when the range, or a part above 1, is outside it
   */
  public static ReadHead evaluate(ReadRequest request, ObjectInfo info) throws StoreException {
    requireConditions(request.conditions(), info);
    return new ReadHead(info, resolve(request, info.size()).orElse(null));
  }

  /** The conditions alone, for a store whose answer has been cut to the range already. */
  public static void requireConditions(ReadConditions conditions, ObjectInfo info)
      throws StoreException {
    Instant modified = info.lastModified().truncatedTo(ChronoUnit.SECONDS);
    String match = conditions.ifMatch();
    Instant unmodifiedSince = conditions.ifUnmodifiedSince();
    if (match != null) {
      if (!EntityTags.parse(match).matchesStrongly(info.eTag())) {
        throw new StoreException.PreconditionFailed("If-Match does not hold");
      }
    } else if (unmodifiedSince != null && modified.isAfter(unmodifiedSince)) {
      throw new StoreException.PreconditionFailed("If-Unmodified-Since does not hold");
    }
    String noneMatch = conditions.ifNoneMatch();
    Instant modifiedSince = conditions.ifModifiedSince();
    boolean unchanged =
        noneMatch != null
            ? EntityTags.parse(noneMatch).matchesWeakly(info.eTag())
            : modifiedSince != null && !modified.isAfter(modifiedSince);
    if (unchanged) {
      throw new StoreException.NotModified(info.eTag(), modified);
    }
  }

  private static Optional<ByteRange.Resolved> resolve(ReadRequest request, long size)
      throws StoreException {
    ByteRange range = request.range();
    Integer part = request.partNumber();
    if (part != null) {
      if (part != 1) {
        throw new StoreException.RangeNotSatisfiable(size);
      }
      return size == 0 ? Optional.empty() : Optional.of(new ByteRange.Resolved(0, size - 1, size));
    }
    if (range == null) {
      return Optional.empty();
    }
    Optional<ByteRange.Resolved> resolved = range.resolve(size);
    if (resolved.isEmpty()) {
      throw new StoreException.RangeNotSatisfiable(size);
    }
    return resolved;
  }
}
