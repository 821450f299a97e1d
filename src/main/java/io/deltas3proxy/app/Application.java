package io.deltas3proxy.app;

import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import io.deltas3proxy.metrics.MetricsListener;
import io.deltas3proxy.metrics.MetricsServlet;
import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.s3.endpoint.AuthenticationFilter;
import io.deltas3proxy.s3.endpoint.DeltaBucket;
import io.deltas3proxy.s3.endpoint.EndpointSettings;
import io.deltas3proxy.s3.endpoint.LimitFilter;
import io.deltas3proxy.s3.endpoint.ReadOnlyFilter;
import io.deltas3proxy.s3.endpoint.S3DispatcherServlet;
import io.deltas3proxy.s3.endpoint.S3ErrorFilter;
import io.deltas3proxy.s3.protocol.S3CommandParser;
import io.deltas3proxy.storage.ObjectStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole proxy: every object of it is made here, and stopped here. */
final class Application implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  /** How long the start waits for the logs of tables, to hold the rules against them. */
  private static final Duration RULES_WAIT = Duration.ofSeconds(15);

  private static final String S3 = "S3";

  private final Configuration configuration;
  private final AccountsParts accounts;
  private final EdgeParts edge;
  private final ProxyMetrics metrics;
  private final IdentityParts identities;
  private final OpenStores stores;

  /** The tables as indexes read them; their bodies are read by those of {@link #served}. */
  private final TableCatalog catalog;

  private final TableCatalog served;
  private final KernelTableIndexes indexes;
  private final BackendParts backends;
  private final UncommittedParts uncommitted;
  private final AccessParts access;
  private final RuleVerification rules;
  private final ViewParts views;
  private @Nullable MetricsListener metricsListener;
  private @Nullable GatewayParts gateway;
  private @Nullable WebsiteParts website;
  private @Nullable FilesParts files;

  private Application(
      Configuration configuration,
      AccountsParts accounts,
      Optional<IndexDirectory> indexFiles,
      Clock clock) {
    this.configuration = configuration;
    this.accounts = accounts;
    edge = new EdgeParts(configuration.edge());
    identities = new IdentityParts(configuration, accounts, edge.limits(), clock);
    metrics = new ProxyMetrics(clock, System::nanoTime);
    stores = new OpenStores(configuration.lake(), configuration.places(), clock, metrics);
    backends = new BackendParts(configuration.authModes(), configuration.lake(), clock);
    catalog = catalog(stores::forLogs);
    served = catalog(stores::get);
    indexes = new KernelTableIndexes(configuration.index(), indexFiles, clock);
    uncommitted = new UncommittedParts(configuration.uncommitted(), accounts, clock);
    access =
        new AccessParts(
            accounts.grants(configuration.grants()),
            identities.standings(),
            catalog,
            indexes,
            uncommitted.claims(),
            clock);
    views =
        new ViewParts(configuration.lake(), configuration.endpoint().listing().tokenKey(), clock);
    rules = new RuleVerification(configuration.grants(), indexes, configuration.source());
    metrics.addJvm();
    accounts.database().ifPresent(database -> metrics.addDatabase(database::sample));
    metrics.addIndexMemory(() -> IndexSamples.of(indexes.memory(), indexes.diskBytes()));
    metrics.addIndexes(() ->
        indexes.statuses(catalog.all()).stream()
            .map(status -> IndexSamples.of(status, clock))
            .toList());
  }

  private TableCatalog catalog(Function<String, ObjectStore> storeOf) {
    return new TableCatalog(
        configuration.lake().tables().stream()
            .map(table ->
                new Table(table.alias(), table.in(storeOf.apply(table.store())), table.filtered()))
            .toList());
  }

  /**
   * Makes the proxy and starts what runs beside requests. When that fails, nothing is left running.
   */
  static Application start(Configuration configuration, Clock clock)
      throws ConfigurationException, IOException {
    Optional<IndexDirectory> indexFiles = IndexFiles.open(configuration, clock);
    AccountsParts accounts = AccountsParts.open(configuration, clock);
    Application application = null;
    boolean started = false;
    try {
      application = new Application(configuration, accounts, indexFiles, clock);
      application.start();
      started = true;
      return application;
    } finally {
      if (!started && application != null) {
        application.close();
      } else if (!started) {
        accounts.close();
      }
    }
  }

  private void start() throws ConfigurationException, IOException {
    warn();
    edge.start(configuration.source(), accounts.database());
    views.start(indexes, configuration.index(), metrics, configuration.source());
    indexes.warmUp(catalog.all());
    uncommitted.start(catalog, indexes, stores::abort);
    rules.verify(catalog.all(), RULES_WAIT);
    if (configuration.gateway().isPresent()) {
      gateway =
          GatewayParts.start(
              configuration.gateway().get(), configuration, accounts, metrics, Clock.systemUTC());
    }
    if (configuration.website().isPresent()) {
      WebsiteSettings sites = configuration.website().get();
      Clock clock = Clock.systemUTC();
      VisitorParts visitors =
          VisitorParts.open(
              sites.visitors(),
              configuration.edge().trustedProxies(),
              configuration.source(),
              metrics,
              clock);
      website = new WebsiteParts(sites, stores, visitors, metrics, clock);
    }
    if (configuration.files().isPresent()) {
      files =
          FilesParts.start(
              configuration.files().get(),
              stores,
              accounts.database(),
              identities.standings(),
              configuration.source());
    }
    ServerSettings server = configuration.server();
    if (server.metricsPort().isPresent()) {
      InetSocketAddress address =
          new InetSocketAddress(server.metricsAddress(), server.metricsPort().getAsInt());
      metricsListener = MetricsListener.open(address, metrics);
    }
    LOG.info(
        "Serving {} tables in bucket {}, as configured in {}",
        catalog.all().size(),
        configuration.endpoint().virtualBucket(),
        configuration.source().file());
  }

  private void warn() {
    identities.warn();
    for (Table table : catalog.all()) {
      if (configuration.accounts().isEmpty()
          && configuration.grants().about(table.alias()).isEmpty()) {
        LOG.warn(
            "Table {} has no rule in allowedPartitions or grants: nobody sees it", table.alias());
      }
    }
  }

  /** Registers filters and servlets, in the order in which a request passes them. */
  void register(ServletContext context) {
    EndpointSettings endpoint = configuration.endpoint();
    Readiness readiness =
        new Readiness(catalog, indexes, rules, accounts::isReady, !endpoint.readOnly());
    context
        .addFilter("RequestLog", edge.requestLog())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    edge.registerAudit(context, metrics, Clock.systemUTC());
    if (website != null) {
      website.register(context, S3, endpoint, edge.limits());
    }
    context.addServlet("Live", new HealthServlet(() -> Health.LIVE)).addMapping("/health/live");
    context.addServlet("Ready", new HealthServlet(readiness::check)).addMapping("/health/ready");
    context.addServlet("Metrics", new MetricsServlet(metrics)).addMapping("/metrics");

    AdminParts.register(context, configuration, accounts, access, edge::changed);
    FilterRegistration measuring = addFilter(context, metrics.filter());
    identities.sts().register(context, measuring);
    if (gateway != null) {
      gateway.register(context, measuring, identities.forS3(), edge.limits());
      gateway.registerManagement(context, configuration.admin().tokens(), edge::changed);
    }
    if (files != null) {
      files.register(context, measuring, identities, edge.limits());
    }
    identities.sts().filters().forEach(filter -> addFilter(context, filter));
    List.of(
            new S3ErrorFilter(endpoint.cors()),
            new AuthenticationFilter(
                new S3CommandParser(endpoint.virtualHostDomains(), endpoint.readOnly()),
                identities.forS3()),
            new LimitFilter(edge.limits()),
            new ReadOnlyFilter(endpoint.readOnly()))
        .forEach(filter -> addFilter(context, filter));
    DeltaBucket bucket = new DeltaBucket(endpoint.virtualBucket(), served, access.controller());
    // Not "/": that would leave keys such as x.jsp to servlets of the container.
    context
        .addServlet(
            S3,
            new S3DispatcherServlet(
                bucket,
                backends.access(),
                views,
                WritingParts.of(
                    configuration.lake(),
                    accounts,
                    indexes,
                    uncommitted.uploads(),
                    Clock.systemUTC()),
                endpoint))
        .addMapping("/*");
  }

  /** The next filter before S3. */
  private static FilterRegistration addFilter(ServletContext context, Filter filter) {
    FilterRegistration registration = context.addFilter(filter.getClass().getSimpleName(), filter);
    registration.addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, S3);
    return registration;
  }

  /** What an embedded server makes connections with; {@code null} for a port without TLS. */
  @Nullable SSLContext tls() {
    return edge.tls();
  }

  /** The port of the separate metrics listener, -1 without one. */
  int metricsPort() {
    return metricsListener == null ? -1 : metricsListener.port();
  }

  @Override
  public void close() {
    if (metricsListener != null) {
      metricsListener.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    if (files != null) {
      files.close();
    }
    if (website != null) {
      website.close();
    }
    uncommitted.close();
    access.close();
    views.close();
    indexes.close();
    backends.close();
    stores.close();
    identities.close();
    edge.close();
    accounts.close();
  }
}
