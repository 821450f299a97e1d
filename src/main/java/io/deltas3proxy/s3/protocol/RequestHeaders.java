package io.deltas3proxy.s3.protocol;

import java.util.List;
import java.util.Optional;

/** The headers of a request, their bytes read as UTF-8. */
public interface RequestHeaders {

  /** All values of a header in the order of their lines; the name's case does not matter. */
  List<String> values(String name);

  /** The names of all headers that were sent. */
  List<String> names();

  /** The value of a header that stands once; of one that is repeated there is none. */
  default Optional<String> only(String name) {
    List<String> values = values(name);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  default boolean has(String name) {
    return !values(name).isEmpty();
  }
}
