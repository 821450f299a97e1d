package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.website.PageBody;
import io.deltas3proxy.website.StoreStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A page whose bytes are not kept, because it is too large or must not be. */
record UnkeptBody(CachedPage page) implements PageBody {

  @Override
  public long length() {
    return page.info().size();
  }

  @Override
  public byte @Nullable [] bytes() {
    return null;
  }

  @Override
  public InputStream open(long first, long length) throws IOException {
    try {
      return StoreStream.open(page.site(), page.name(), page.info(), first, length);
    } catch (StoreException.PreconditionFailed | StoreException.NotFound e) {
      page.outdate();
      throw e;
    }
  }
}
