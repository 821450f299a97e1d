package io.deltas3proxy.access;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What one caller sees, as it was at one revision of the grants. The sight of a table ends with the
 * next moment at which a grant begins or ends.
 */
final class CallerSights {

  /** A sight and the milliseconds since 1970 between which it holds, the last one excluded. */
  private record Timed(RuledTableAccess access, long from, long until) {

    boolean holdsAt(long now) {
      return from <= now && now < until;
    }
  }

  private final long revision;
  private final List<Grant> grants;
  private final Map<String, Timed> byAlias = new ConcurrentHashMap<>();

  CallerSights(long revision, List<Grant> grants) {
    this.revision = revision;
    this.grants = List.copyOf(grants);
  }

  List<Grant> grants() {
    return grants;
  }

  boolean isOf(long otherRevision) {
    return revision == otherRevision;
  }

  /**
   * The sight of a table now.
   *
   * @param sights makes a sight of rules
   */
  RuledTableAccess of(
      String alias, Clock clock, Function<EffectiveRules, RuledTableAccess> sights) {
    Timed known = byAlias.get(alias);
    if (known != null && known.holdsAt(clock.millis())) {
      return known.access();
    }
    EffectiveRules rules = EffectiveRules.of(grants, alias, clock.instant());
    RuledTableAccess access = sights.apply(rules);
    // Both bounds are rounded down: at worst the sight is made again within its last millisecond.
    byAlias.put(alias, new Timed(access, millis(rules.from()), millis(rules.until())));
    return access;
  }

  private static long millis(Instant moment) {
    try {
      return moment.toEpochMilli();
    } catch (ArithmeticException e) {
      return moment.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
