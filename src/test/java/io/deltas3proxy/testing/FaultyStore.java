package io.deltas3proxy.testing;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** The store of a {@link FaultyBackend}. */
final class FaultyStore implements ObjectStore {

  private final FaultyBackend backend;

  FaultyStore(FaultyBackend backend) {
    this.backend = backend;
  }

  private ObjectStore inner() throws StoreException {
    if (backend.isDown()) {
      throw new StoreException.Unavailable("told to be down");
    }
    return backend.inner();
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return inner().head(request);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    ObjectStore inner = inner();
    FaultyBackend.Plan plan = backend.reads();
    if (plan != null && plan.fault() == FaultyBackend.Fault.SLOW_DOWN && plan.percent() == 0) {
      throw new StoreException.Throttled("told to slow down");
    }
    ObjectContent content = inner.get(request);
    return plan == null
        ? content
        : new FaultyContent(
            content, new FaultyStream(content.body(), plan, content.head().length()));
  }

  private record FaultyContent(ObjectContent content, InputStream body) implements ObjectContent {
    @Override
    public ReadHead head() {
      return content.head();
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return inner().list(request);
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return inner().presignGet(request);
  }

  @Override
  public ObjectWriter writer() throws StoreException {
    return new FaultyWriter(backend, inner().writer());
  }

  @Override
  public void close() {}
}
