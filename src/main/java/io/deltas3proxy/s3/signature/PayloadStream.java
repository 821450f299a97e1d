package io.deltas3proxy.s3.signature;

import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The body of a request as it is meant, and what followed it. For one thread. */
public final class PayloadStream extends FilterInputStream {

  private final Supplier<Map<String, String>> trailers;

  PayloadStream(InputStream body, Supplier<Map<String, String>> trailers) {
    super(body);
    this.trailers = trailers;
  }

  /** A body that nothing follows. */
  PayloadStream(InputStream body) {
    this(body, Map::of);
  }

  /**
   * The value of a header that followed the body, verified; empty before the last byte was read.
   *
   * @param name in lower case
   */
  public Optional<String> trailer(String name) {
    return Optional.ofNullable(trailers.get().get(name));
  }
}
