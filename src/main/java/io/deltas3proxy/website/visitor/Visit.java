package io.deltas3proxy.website.visitor;

import java.time.Instant;

/**
 * One request to a site, when it has ended.
 *
 * @param id of the request, sixteen hexadecimal digits
 * @param site by its name in the configuration
 * @param time when the request came
 */
public record Visit(String id, String site, Instant time, Asked asked, Answered answered) {}
