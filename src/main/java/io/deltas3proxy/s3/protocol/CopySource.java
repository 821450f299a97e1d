package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.ReadConditions;
import org.jspecify.annotations.Nullable;

/**
 * What a copy is made of.
 *
 * @param target decoded once, as the target of a request
 * @param versionId as sent; {@code null} when not
 * @param conditions that must hold for the source
 */
public record CopySource(S3Target target, @Nullable String versionId, ReadConditions conditions) {}
