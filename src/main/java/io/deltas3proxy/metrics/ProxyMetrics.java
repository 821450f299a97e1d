package io.deltas3proxy.metrics;

import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PoolStatistics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All metrics of one instance of the proxy. */
public final class ProxyMetrics {

  private final CollectorRegistry registry = new CollectorRegistry(true);
  private final LongSupplier nanoTime;
  private final RequestMetrics requests;
  private final BackendMetrics backends;

  /**
   * Makes the metrics.
   *
   * @param clock for what is counted per minute
   * @param nanoTime elapsed time in nanoseconds, from any start
   */
  public ProxyMetrics(Clock clock, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    MinuteMetrics minute = new MinuteMetrics(registry, clock);
    this.requests = new RequestMetrics(registry, minute);
    this.backends = new BackendMetrics(registry, minute);
  }

  /** Adds memory, threads, garbage collection and the like of this JVM. */
  public void addJvm() {
    DefaultExports.register(registry);
  }

  /**
   * Adds what is known of the tables' indexes when somebody looks.
   *
   * @param tables one for each table, in any order; must be quick
   */
  public void addIndexes(Supplier<List<IndexSample>> tables) {
    new IndexCollector(tables).register(registry);
  }

  /** Adds what the indexes of all tables take together. */
  public void addIndexMemory(Supplier<IndexMemorySample> memory) {
    new IndexMemoryCollector(memory).register(registry);
  }

  /**
   * Adds what becomes of the lines of an audit trail.
   *
   * @param name that its metrics have in theirs
   */
  public void addAudit(String name, Supplier<AuditSample> trail) {
    new AuditCollector("deltas3proxy_" + name, trail).register(registry);
  }

  /**
   * Adds how the replicas of the gateway and the jobs about them stand.
   *
   * @param replication empty while that cannot be known
   */
  public void addReplication(Supplier<Optional<ReplicationSample>> replication) {
    new ReplicationCollector(replication).register(registry);
  }

  /**
   * Adds what becomes of the records of visits to sites.
   *
   * @param sinks must be quick
   */
  public void addVisits(Supplier<List<VisitSample>> sinks) {
    new VisitCollector(sinks).register(registry);
  }

  /** Adds the use of the database's connections. */
  public void addDatabase(Supplier<DatabaseSample> pool) {
    new DatabaseCollector(pool).register(registry);
  }

  /** Adds how the pages of websites are kept. */
  public void addWebsiteCache(Supplier<WebsiteCacheSample> cache) {
    new WebsiteCacheCollector(cache).register(registry);
  }

  /** Adds what becomes of the files of filtered views. */
  public void addViews(Supplier<ViewSample> views) {
    new ViewCollector(views).register(registry);
  }

  /**
   * Adds how the backends of the gateway do when somebody looks.
   *
   * @param backends must be quick
   */
  public void addGatewayBackends(Supplier<List<GatewayBackendSample>> backends) {
    new GatewayBackendCollector(backends).register(registry);
  }

  /** Adds the use of the stores' connections, by name of the store. */
  public void addPools(Map<String, PoolStatistics.Source> pools) {
    new PoolCollector(pools).register(registry);
  }

  /** The store, with its calls measured under a name. */
  public ObjectStore metered(ObjectStore store, String name) {
    return new MeteredObjectStore(store, name, backends, nanoTime);
  }

  /** The filter that measures S3 requests. */
  public MetricsFilter filter() {
    return new MetricsFilter(requests, nanoTime);
  }

  /** Writes everything in Prometheus' text format 0.0.4. */
  void write(Writer target) {
    try {
      TextFormat.write004(target, registry.metricFamilySamples());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
