package io.deltas3proxy.website.cache;

import io.deltas3proxy.website.PageBody;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A page that is kept in slices. */
record SlicedBody(CachedPage page, PageKeeping keeping) implements PageBody {

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
    SlicedStream stream = new SlicedStream(page, keeping, first, length);
    // What cannot be read at all is known before anything is promised.
    stream.begin();
    return stream;
  }
}
