package io.deltas3proxy.testing;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that counts what another one is asked, and can be told to fail or to hold listings. */
public final class CountingStore implements ObjectStore {

  private final ObjectStore store;
  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger gets = new AtomicInteger();
  private final AtomicInteger heads = new AtomicInteger();
  private volatile boolean broken;
  private volatile @Nullable Runnable beforeList;
  private volatile @Nullable Runnable afterList;

  public CountingStore(ObjectStore store) {
    this.store = store;
  }

  /** Makes every request fail as if the store were not there. */
  public void setBroken(boolean broken) {
    this.broken = broken;
  }

  /** Runs before each listing. */
  public void beforeList(Runnable action) {
    this.beforeList = action;
  }

  /** Runs after each listing was made, before it is given. */
  public void afterList(Runnable action) {
    this.afterList = action;
  }

  public void reset() {
    lists.set(0);
    gets.set(0);
    heads.set(0);
  }

  /** What was asked since the last reset, for example {@code 1 LIST 2 GET 0 HEAD}. */
  public String asked() {
    return lists + " LIST " + gets + " GET " + heads + " HEAD";
  }

  private void check() throws StoreException {
    if (broken) {
      throw new StoreException.Unavailable("told to fail");
    }
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    heads.incrementAndGet();
    check();
    return store.head(request);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    gets.incrementAndGet();
    check();
    return store.get(request);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    lists.incrementAndGet();
    Runnable action = beforeList;
    if (action != null) {
      action.run();
    }
    check();
    ListingPage page = store.list(request);
    Runnable then = afterList;
    if (then != null) {
      then.run();
    }
    return page;
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return store.presignGet(request);
  }

  @Override
  public void close() {
    store.close();
  }
}
