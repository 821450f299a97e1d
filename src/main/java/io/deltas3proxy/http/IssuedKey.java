package io.deltas3proxy.http;

/**
 * A temporary access key that was given to the caller.
 *
 * @param accessKeyId that requests of the session will name
 * @param role that it was asked for
 */
public record IssuedKey(String accessKeyId, String role) {}
