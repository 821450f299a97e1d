package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.TableAccess;
import org.jspecify.annotations.Nullable;

/**
 * That a caller may do what was required.
 *
 * @param object what may be read, where an object was to be read
 * @param changed what may be changed, where an object was to be changed
 */
record Clearance(@Nullable ReadableObject object, @Nullable WritableObject changed) {

  static final Clearance GENERAL = new Clearance(null, null);

  /** The object of a read, or the source of a copy. */
  ReadableObject readable() {
    if (object == null) {
      throw new IllegalStateException("no object was cleared for reading");
    }
    return object;
  }

  /** The object of a change. */
  WritableObject writable() {
    if (changed == null) {
      throw new IllegalStateException("no object was cleared for a change");
    }
    return changed;
  }

  /** The caller's sight of the table that this is about; {@code null} where it is about none. */
  @Nullable TableAccess sight() {
    if (changed != null) {
      return changed.sight();
    }
    return object == null ? null : object.sight();
  }
}
