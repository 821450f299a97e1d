package io.deltas3proxy.website;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a page in one coding. */
public interface PageBody {

  /** Number of bytes. */
  long length();

  /** All of them where they are few, not to be changed; {@code null} otherwise. */
  byte @Nullable [] bytes() throws IOException;

  /**
   * Opens some of the bytes. The stream gives exactly {@code length} bytes or throws.
   *
   * @param first position of the first byte, less than {@link #length()}
   * @param length at least 1
   */
  InputStream open(long first, long length) throws IOException;
}
