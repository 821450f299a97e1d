package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A request as it was sent, nothing decoded or normalised.
 *
 * @param method case preserved
 * @param contextPath where the application is deployed, empty for the root
 * @param target path as sent, or an absolute URI without its query
 * @param query as sent, without the question mark
 */
public record RawRequest(
    String method,
    String contextPath,
    String target,
    @Nullable String query,
    RequestHeaders headers) {}
