package io.deltas3proxy.app;

import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PoolStatistics;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The stores that tables are in, by name, measured. Those that no table is in are not opened. */
final class OpenStores implements AutoCloseable {

  private final Map<String, ObjectStore> stores = new LinkedHashMap<>();
  private final Map<String, PoolStatistics.Source> pools = new HashMap<>();

  OpenStores(LakeSettings lake, Clock clock, ProxyMetrics metrics) {
    for (TableSettings table : lake.tables()) {
      stores.computeIfAbsent(table.store(), name -> metrics.metered(open(name, lake, clock), name));
    }
    metrics.addPools(pools);
  }

  private ObjectStore open(String name, LakeSettings lake, Clock clock) {
    if (name.equals(TableSettings.LOCAL)) {
      return new LocalObjectStore(lake.localDirectories());
    }
    BackendSettings backend = Objects.requireNonNull(lake.backends().get(name));
    S3ObjectStore store = new S3ObjectStore(backend.store(), backend.policy(), clock);
    pools.put(name, store);
    return store;
  }

  ObjectStore get(String name) {
    return Objects.requireNonNull(stores.get(name));
  }

  @Override
  public void close() {
    stores.values().forEach(ObjectStore::close);
  }
}
