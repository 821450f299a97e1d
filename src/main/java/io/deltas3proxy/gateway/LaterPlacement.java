package io.deltas3proxy.gateway;

/**
 * Something that was decided on once, and is decided on again before more of it is kept somewhere.
 *
 * @param version that is copied, moved, or still to come in parts
 * @param backend where it is to be
 * @param operation the type of the job, or S3's name of it, for the evidence
 * @param requestId of the request, or a name of the job, for the evidence
 */
public record LaterPlacement(
    StoredVersion version, Backend backend, String operation, String requestId) {}
