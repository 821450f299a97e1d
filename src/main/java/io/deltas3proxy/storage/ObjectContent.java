package io.deltas3proxy.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * An open read. {@link #body()} gives exactly {@link ReadHead#length()} bytes, or throws: a store
 * that ends early is an {@link IOException}, never an end of stream.
 */
public interface ObjectContent extends AutoCloseable {

  ReadHead head();

  /** The one stream of this read; the caller reads it on one thread and closes this object. */
  InputStream body();

  /** Frees the connection; one whose body was not read to its end is cut, not drained. */
  @Override
  void close() throws IOException;
}
