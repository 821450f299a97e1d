package io.deltas3proxy.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of an access key: everything but its secret.
 *
 * @param expiresAt {@code null} for never
 */
public record AccessKey(
    String accessKeyId,
    String user,
    boolean disabled,
    Instant createdAt,
    @Nullable Instant expiresAt) {}
