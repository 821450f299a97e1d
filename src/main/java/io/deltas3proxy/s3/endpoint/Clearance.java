package io.deltas3proxy.s3.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * That a caller may do what was required.
 *
 * @param object what may be read, where an object was to be read
 */
record Clearance(@Nullable ReadableObject object) {

  static final Clearance GENERAL = new Clearance(null);

  /** The object of a read. */
  ReadableObject readable() {
    if (object == null) {
      throw new IllegalStateException("no object was cleared for reading");
    }
    return object;
  }
}
