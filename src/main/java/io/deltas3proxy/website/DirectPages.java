package io.deltas3proxy.website;

import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pages as their stores have them, with nothing kept. */
public final class DirectPages implements Pages {

  @Override
  public Optional<Page> find(Site site, String name) throws StoreException {
    try {
      ObjectInfo info = site.place().store().head(ReadRequest.whole(site.address(name))).info();
      return Optional.of(new Direct(site, name, info));
    } catch (StoreException.NotFound e) {
      return Optional.empty();
    }
  }

  private record Direct(Site site, String name, ObjectInfo info) implements Page, PageBody {

    @Override
    public PageBody body() {
      return this;
    }

    @Override
    public Optional<PageBody> compressed() {
      return Optional.empty();
    }

    @Override
    public PageHeaders headers(ContentCoding coding, String eTag, Supplier<PageHeaders> make) {
      return make.get();
    }

    @Override
    public long length() {
      return info.size();
    }

    @Override
    public byte @Nullable [] bytes() {
      return info.size() == 0 ? new byte[0] : null;
    }

    @Override
    public InputStream open(long first, long length) throws IOException {
      return StoreStream.open(site, name, info, first, length);
    }
  }
}
