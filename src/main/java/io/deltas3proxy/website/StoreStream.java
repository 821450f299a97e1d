package io.deltas3proxy.website;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of one state of an object, straight from its store. */
public final class StoreStream extends FilterInputStream {

  private final ObjectContent content;

  private StoreStream(ObjectContent content) {
    super(content.body());
    this.content = content;
  }

  /**
   * Opens some bytes.
   *
   * @param info the state that they must be of
   * @param length at least 1
   * @throws StoreException.PreconditionFailed when the object has another state now
   */
  public static InputStream open(Site site, String name, ObjectInfo info, long first, long length)
      throws StoreException {
    return new StoreStream(content(site, name, info, first, length));
  }

  /** As {@link #open}, with what the store says of it. */
  public static ObjectContent content(
      Site site, String name, ObjectInfo info, long first, long length) throws StoreException {
    boolean strong = EntityTags.parse(info.eTag()).only().filter(tag -> !tag.weak()).isPresent();
    return site.place()
        .store()
        .get(
            new ReadRequest(
                site.address(name),
                new ByteRange.Bounded(first, first + length - 1),
                null,
                strong
                    ? new ReadConditions(info.eTag(), null, null, null)
                    : new ReadConditions(null, null, null, info.lastModified()),
                false));
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    return in.read(target, offset, count);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
