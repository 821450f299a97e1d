package io.deltas3proxy.files;

/**
 * What is to be done in the background.
 *
 * @param type media type of the file
 * @param length of the file in bytes
 * @param metadata of a resumable upload as it was sent; empty for others
 */
public record JobOrder(JobOwner owner, FileName file, String type, long length, String metadata) {}
