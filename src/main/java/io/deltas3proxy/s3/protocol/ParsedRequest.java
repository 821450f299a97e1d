package io.deltas3proxy.s3.protocol;

/**
 * A request, read.
 *
 * @param credential what it says of its signer, not verified
 */
public record ParsedRequest(S3Command command, ClaimedCredential credential) {}
