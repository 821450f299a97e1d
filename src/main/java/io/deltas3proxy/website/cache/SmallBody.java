package io.deltas3proxy.website.cache;

import io.deltas3proxy.website.PageBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A page that is kept in memory. */
record SmallBody(CachedPage page) implements PageBody {

  @Override
  public long length() {
    return page.info().size();
  }

  @Override
  public byte[] bytes() throws IOException {
    return page.keeping().small(page);
  }

  @Override
  public InputStream open(long first, long length) throws IOException {
    return new ByteArrayInputStream(bytes(), Math.toIntExact(first), Math.toIntExact(length));
  }
}
