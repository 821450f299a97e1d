package io.deltas3proxy.website;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pages of a site are given out.
 *
 * @param timeToLive for how long a page is given without asking the store again; also what visitors
 *     are told
 * @param cacheControl for pages that have none of their own; {@code null} for {@code max-age} with
 *     the time to live
 * @param gzip whether text is compressed
 * @param twins codings in which objects beside the pages are looked for
 */
public record Delivery(
    Duration timeToLive, @Nullable String cacheControl, boolean gzip, List<ContentCoding> twins) {

  public static final Delivery DEFAULTS =
      new Delivery(
          Duration.ofMinutes(5),
          null,
          true,
          List.of(ContentCoding.BROTLI, ContentCoding.ZSTD, ContentCoding.GZIP));

  public Delivery {
    twins = List.copyOf(twins);
    if (twins.contains(ContentCoding.IDENTITY)) {
      throw new IllegalArgumentException("a page is no twin of itself");
    }
  }
}
