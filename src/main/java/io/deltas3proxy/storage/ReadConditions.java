package io.deltas3proxy.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a read, evaluated in the order of RFC 9110, section 13.2.2, by every store.
 *
 * @param ifMatch value of {@code If-Match} as sent: {@code *} or a list of entity tags, quoted or
 *     not
 * @param ifNoneMatch value of {@code If-None-Match} as sent
 * @param ifModifiedSince second precision; ignored when {@code ifNoneMatch} is present
 * @param ifUnmodifiedSince second precision; ignored when {@code ifMatch} is present
 */
public record ReadConditions(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable Instant ifModifiedSince,
    @Nullable Instant ifUnmodifiedSince) {

  public static final ReadConditions NONE = new ReadConditions(null, null, null, null);
}
