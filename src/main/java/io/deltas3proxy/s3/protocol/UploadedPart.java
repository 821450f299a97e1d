package io.deltas3proxy.s3.protocol;

/**
 * A part of an upload, as the client names it.
 *
 * @param number 1 to 10,000
 */
public record UploadedPart(String uploadId, int number) {}
