package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens what is copied: a copy is a write whose body is a read. */
final class LocalCopies {

  private final ObjectStore store;

  LocalCopies(ObjectStore store) {
    this.store = store;
  }

  /**
   * An open source.
   *
   * @param request the write that makes the copy, with the headers of the copy
   */
  record Source(ObjectContent content, PutRequest request) implements Closeable {
    InputStream body() {
      return content.body();
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  /**
   * Opens the source of a copy.
   *
   * @throws StoreException.PreconditionFailed if a condition of the source does not hold
   * @throws StoreException.RangeNotSatisfiable if the range is not wholly inside the source
   */
  Source open(CopyRequest request) throws IOException {
    ByteRange.Bounded range = request.range();
    ObjectContent content = get(request, range);
    try {
      ObjectInfo info = content.head().info();
      if (range != null && range.last() >= info.size()) {
        throw new StoreException.RangeNotSatisfiable(info.size());
      }
      return new Source(content, write(request, content, info));
    } catch (IOException e) {
      content.close();
      throw e;
    }
  }

  private ObjectContent get(CopyRequest request, ByteRange.@Nullable Bounded range)
      throws StoreException {
    try {
      return store.get(
          new ReadRequest(request.source(), range, null, request.sourceConditions(), true));
    } catch (StoreException.NotModified e) {
      throw new StoreException.PreconditionFailed("the source is the one that was excluded");
    }
  }

  private static PutRequest write(CopyRequest request, ObjectContent content, ObjectInfo info) {
    Map<String, String> replaced = request.headers();
    Map<String, String> headers = replaced == null ? info.headers() : replaced;
    return new PutRequest(
        request.target(),
        content.head().length(),
        request.range() == null ? headers : Map.of(),
        WriteConditions.NONE,
        null);
  }
}
