package io.deltas3proxy.website;

/**
 * One page in one coding, as it is sent.
 *
 * @param headers of the answer
 */
public record Representation(ContentCoding coding, PageHeaders headers, PageBody body) {}
