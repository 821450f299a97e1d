package io.deltas3proxy.website.cache;

import java.nio.file.Path;

/**
 * A file that was published whole.
 *
 * @param path where it is
 * @param start position of the page's first byte in it
 * @param bytes size of the file
 */
record CacheFile(Path path, int start, long bytes) {}
