package io.deltas3proxy.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are asked for; what is {@code null} does not matter.
 *
 * @param user verified name
 * @param table alias
 * @param result for example {@code denied}
 * @param after where the page before ended
 * @param limit records of a page, 1 to {@value #MOST}
 */
public record AuditSearch(
    @Nullable String user,
    @Nullable String table,
    @Nullable String result,
    Period period,
    @Nullable AuditPosition after,
    int limit) {

  public static final int MOST = 1000;

  public AuditSearch {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit of a page");
    }
  }

  /**
   * When requests came.
   *
   * @param from included
   * @param until not included
   */
  public record Period(@Nullable Instant from, @Nullable Instant until) {}
}
