package io.deltas3proxy.website;

import io.deltas3proxy.storage.ObjectInfo;
import java.util.Optional;
import java.util.function.Supplier;

/** One state of an object of a site: all that is read of it is of the same state. */
public interface Page {

  /** Its name within the site. */
  String name();

  /** What the store says of the object. */
  ObjectInfo info();

  /** The bytes as the store has them. */
  PageBody body();

  /** The bytes in gzip, where they are kept so; empty where that is not worth it. */
  Optional<PageBody> compressed();

  /**
   * The headers of an answer that is this page, remembered.
   *
   * @param eTag that they must be of; the twin of a page changes without the page
   * @param make makes them when they are not remembered, or of something else
   */
  PageHeaders headers(ContentCoding coding, String eTag, Supplier<PageHeaders> make);
}
