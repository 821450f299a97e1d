package io.deltas3proxy.app;

import java.nio.file.Path;

/**
 * What uploads may take of this machine.
 *
 * @param mostUploads at the same time
 * @param memoryBytes of all uploads together
 * @param spool directory of bytes that wait
 * @param spoolBytes that it may have
 */
record FilesSpace(int mostUploads, long memoryBytes, Path spool, long spoolBytes) {}
