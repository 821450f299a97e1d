package io.deltas3proxy.storage;

import java.time.Instant;
import java.util.Map;

/**
 * What a store says of one object. For one state of an object HEAD, GET and LIST give the same
 * size, entity tag and time.
 *
 * @param size whole size in bytes, also when only a range was read
 * @param eTag with its quotes, as it goes on the wire
 * @param lastModified second precision
 * @param headers further headers for the client, lower-case names: {@code content-type}, {@code
 *     cache-control}, {@code content-disposition}, {@code content-encoding}, {@code
 *     content-language}, {@code expires}, {@code x-amz-meta-*}, {@code x-amz-checksum-*}, {@code
 *     x-amz-storage-class}, {@code x-amz-mp-parts-count}; never one that names a physical place
 */
public record ObjectInfo(
    long size, String eTag, Instant lastModified, Map<String, String> headers) {
  public ObjectInfo {
    headers = Map.copyOf(headers);
  }
}
