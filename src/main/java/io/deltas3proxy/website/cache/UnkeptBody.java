package io.deltas3proxy.website.cache;

import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.website.PageBody;
import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.StoreStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A page whose bytes are not kept, because it is too large or must not be. */
record UnkeptBody(Site site, String name, ObjectInfo info) implements PageBody {

  @Override
  public long length() {
    return info.size();
  }

  @Override
  public byte @Nullable [] bytes() {
    return null;
  }

  @Override
  public InputStream open(long first, long length) throws IOException {
    return StoreStream.open(site, name, info, first, length);
  }
}
