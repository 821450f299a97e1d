/**
 * The HTTP side of files: who asks, uploads by forms, downloads, background uploads and the
 * resumable protocol (tus 1.0). All below {@code /files}.
 */
@NullMarked
package io.deltas3proxy.files.endpoint;

import org.jspecify.annotations.NullMarked;
