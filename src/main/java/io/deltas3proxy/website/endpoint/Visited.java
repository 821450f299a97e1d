package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.website.Site;

/**
 * A request to a site that has ended. How many bytes were sent, and to which address, says the
 * request's context.
 *
 * @param path decoded; raw where it could not be
 * @param mediaType of what was sent; empty where no page was
 * @param compressed whether it was sent in a coding
 * @param nanos from its beginning to its end
 * @param aborted whether the answer broke off
 */
public record Visited(
    Site site, String path, String mediaType, boolean compressed, long nanos, boolean aborted) {}
