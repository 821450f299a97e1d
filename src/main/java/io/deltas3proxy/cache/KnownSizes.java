package io.deltas3proxy.cache;

import java.util.function.ToLongFunction;
import org.ehcache.config.ResourceUnit;
import org.ehcache.core.spi.store.Store;
import org.ehcache.core.spi.store.heap.SizeOfEngine;
import org.ehcache.core.spi.store.heap.SizeOfEngineProvider;
import org.ehcache.spi.service.Service;
import org.ehcache.spi.service.ServiceConfiguration;
import org.ehcache.spi.service.ServiceProvider;

/** Tells Ehcache the sizes of values as they know them, so that it walks through no objects. */
// Deprecated since walking through objects is; there is no other way to tell a size in bytes.
@SuppressWarnings("deprecation")
final class KnownSizes<T> implements SizeOfEngineProvider {

  private final Class<T> type;
  private final ToLongFunction<T> bytes;

  KnownSizes(Class<T> type, ToLongFunction<T> bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  @Override
  public SizeOfEngine createSizeOfEngine(
      ResourceUnit unit, ServiceConfiguration<?, ?>... configurations) {
    return new SizeOfEngine() {
      @Override
      public <K, V> long sizeof(K key, Store.ValueHolder<V> holder) {
        return bytes.applyAsLong(type.cast(holder.get()));
      }
    };
  }

  @Override
  public void start(ServiceProvider<Service> services) {
    // Nothing to start.
  }

  @Override
  public void stop() {
    // Nothing to stop.
  }
}
