package io.deltas3proxy.app;

import io.deltas3proxy.access.MultipartUploads;
import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PoolStatistics;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The stores that tables and other places are in, by name, measured. Those that nothing is in are
 * not opened. The logs that indexes are made of are read over connections of their own: readers of
 * bodies, however slow, leave no decision waiting for a connection.
 */
final class OpenStores implements AutoCloseable {

  private static final int LOG_CONNECTIONS = 16;

  private final Map<String, ObjectStore> stores = new LinkedHashMap<>();
  private final Map<String, ObjectStore> logStores = new LinkedHashMap<>();
  private final Map<String, PoolStatistics.Source> pools = new HashMap<>();

  /**
   * Opens them.
   *
   * @param places other than tables
   */
  OpenStores(LakeSettings lake, List<Place> places, Clock clock, ProxyMetrics metrics) {
    for (TableSettings table : lake.tables()) {
      stores.computeIfAbsent(table.store(), name -> metrics.metered(open(name, lake, clock), name));
      logStores.computeIfAbsent(
          table.store(), name -> metrics.metered(openForLogs(name, lake, clock), name));
    }
    for (Place place : places) {
      stores.computeIfAbsent(place.store(), name -> metrics.metered(open(name, lake, clock), name));
    }
    metrics.addPools(pools);
  }

  private ObjectStore open(String name, LakeSettings lake, Clock clock) {
    if (name.equals(TableSettings.LOCAL)) {
      return new LocalObjectStore(lake.localDirectories(), clock);
    }
    BackendSettings backend = Objects.requireNonNull(lake.backends().get(name));
    return open(name, backend.store(), backend, clock);
  }

  private ObjectStore openForLogs(String name, LakeSettings lake, Clock clock) {
    if (name.equals(TableSettings.LOCAL)) {
      return open(name, lake, clock);
    }
    BackendSettings backend = Objects.requireNonNull(lake.backends().get(name));
    // No store can have such a name.
    return open(name + "/logs", withFewConnections(backend.store()), backend, clock);
  }

  private ObjectStore open(
      String pool, S3StoreSettings settings, BackendSettings backend, Clock clock) {
    S3ObjectStore store = new S3ObjectStore(settings, backend.policy(), clock);
    pools.put(pool, store);
    return store;
  }

  private static S3StoreSettings withFewConnections(S3StoreSettings settings) {
    HttpSettings http = settings.http();
    return new S3StoreSettings(
        settings.name(),
        settings.endpoint(),
        settings.region(),
        settings.pathStyle(),
        settings.credentials(),
        new HttpSettings(
            Math.min(LOG_CONNECTIONS, http.maxConnections()),
            http.connectTimeout(),
            http.readTimeout(),
            http.requestDeadline(),
            http.maxRetries()));
  }

  ObjectStore get(String name) {
    return Objects.requireNonNull(stores.get(name));
  }

  /** Ends an upload that its writer has left. */
  void abort(MultipartUploads.Upload upload) throws StoreException {
    get(upload.store()).writer().abortUpload(upload.address(), upload.backendId());
  }

  /** The same objects over other connections, for indexes. */
  ObjectStore forLogs(String name) {
    return Objects.requireNonNull(logStores.get(name));
  }

  @Override
  public void close() {
    logStores.values().forEach(ObjectStore::close);
    stores.values().forEach(ObjectStore::close);
  }
}
