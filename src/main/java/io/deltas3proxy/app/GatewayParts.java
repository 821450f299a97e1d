package io.deltas3proxy.app;

import io.deltas3proxy.admin.AdminTokens;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.endpoint.FaceSettings;
import io.deltas3proxy.gateway.endpoint.GatewayServlet;
import io.deltas3proxy.gateway.endpoint.JdbcAccessRules;
import io.deltas3proxy.gateway.endpoint.OperationsLogFilter;
import io.deltas3proxy.gateway.metadata.JdbcOperationsLog;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.s3.endpoint.AuthenticationFilter;
import io.deltas3proxy.s3.endpoint.EndpointSettings;
import io.deltas3proxy.s3.endpoint.LimitFilter;
import io.deltas3proxy.s3.endpoint.ReadOnlyFilter;
import io.deltas3proxy.s3.endpoint.S3ErrorFilter;
import io.deltas3proxy.s3.protocol.VersionCommandParser;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway over several backends: made, started and stopped here. */
final class GatewayParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayParts.class);

  private static final String SERVLET = "Gateway";

  /** Most decisions on places that are deleted at a time. */
  private static final int EVIDENCE_PIECE = 10_000;

  private final GatewaySettings settings;
  private final EndpointSettings endpoint;
  private final Clock clock;
  private final AccountsDatabase database;
  private final GatewayBackends backends;
  private final GatewayModel model;
  private final JdbcOperationsLog operations;
  private final JdbcAccessRules rules;

  private GatewayParts(
      GatewaySettings settings,
      EndpointSettings endpoint,
      GatewayBackends backends,
      AccountsParts accounts,
      AccountsDatabase database,
      Clock clock) {
    this.database = database;
    this.settings = settings;
    this.endpoint = endpoint;
    this.clock = clock;
    this.backends = backends;
    model =
        new GatewayModel(
            settings,
            backends.registry(),
            backends.control().directory().file().replication(),
            database.database(),
            clock);
    operations =
        new JdbcOperationsLog(
            database.database(), JdbcOperationsLog.Settings.days(settings.operationsDays()), clock);
    rules = new JdbcAccessRules(database.database(), accounts.revision(), settings.access());
  }

  /** Makes it and starts what runs beside requests; when that fails, nothing is left running. */
  static GatewayParts start(
      GatewaySettings settings,
      Configuration configuration,
      AccountsParts accounts,
      ProxyMetrics metrics,
      Clock clock)
      throws ConfigurationException, IOException {
    AccountsDatabase database =
        accounts
            .database()
            .orElseThrow(() -> new IllegalStateException("a gateway without a database"));
    GatewayBackends backends =
        GatewayBackends.open(
            settings,
            new GatewayBackendStores(
                settings.files().directory(), configuration.lake().http(), metrics, clock),
            database.database(),
            clock);
    GatewayParts parts =
        new GatewayParts(settings, configuration.endpoint(), backends, accounts, database, clock);
    metrics.addGatewayBackends(
        () -> backends.registry().statuses().stream().map(GatewayBackendSamples::of).toList());
    metrics.addReplication(
        new ReplicationSamples(
            parts.model.statistics(), parts.model.replication().statistics(), clock));
    metrics.addAudit(
        OperationsLogSamples.NAME, () -> OperationsLogSamples.of(parts.operations.statistics()));
    boolean started = false;
    try {
      parts.model.rules().load();
      backends.start(parts::pruneEvidence);
      parts.model.replication().start();
      started = true;
    } catch (MetadataUnavailableException e) {
      throw new IOException("the gateway: " + e.getMessage(), e);
    } finally {
      if (!started) {
        parts.close();
      }
    }
    LOG.info(
        "The gateway serves {} at {} from {} backends",
        settings.strategy().fixed()
            ? "bucket " + settings.strategy().physicalBucket()
            : settings.strategy().buckets().size() + " configured buckets",
        GatewayServlet.PATH,
        backends.registry().all().size());
    return parts;
  }

  /** A piece at a time, so that nobody waits long for the database. */
  private void pruneEvidence() {
    try {
      int pruned =
          model.evidence().prune(Duration.ofDays(settings.operationsDays()), EVIDENCE_PIECE);
      LOG.debug("{} decisions on places are too old to be kept", pruned);
    } catch (MetadataUnavailableException e) {
      LOG.debug("Old decisions on places cannot be deleted now", e);
    }
  }

  /**
   * Registers its filters and servlets, in the order in which a request passes them.
   *
   * @param measuring counts its requests
   * @param authentication that every request must pass; {@code null} to verify nobody
   */
  void register(
      ServletContext context,
      FilterRegistration measuring,
      @Nullable SignatureAuthentication authentication,
      Limits limits) {
    measuring.addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, SERVLET);
    VersionCommandParser parser =
        new VersionCommandParser(GatewayServlet.PATH, settings.readOnly());
    List.of(
            new OperationsLogFilter(operations, parser, model.names(), clock, System::nanoTime),
            new S3ErrorFilter(endpoint.cors()),
            new AuthenticationFilter(parser, authentication),
            new LimitFilter(limits),
            new ReadOnlyFilter(settings.readOnly()))
        .forEach(filter -> addFilter(context, filter));
    context
        .addServlet(
            SERVLET,
            new GatewayServlet(
                model.ports(),
                model.names(),
                rules,
                new FaceSettings(
                    endpoint.region(),
                    endpoint.cors(),
                    endpoint.listing().tokenKey(),
                    settings.zone(),
                    model.usualReplicas()),
                clock))
        .addMapping(GatewayServlet.PATH, GatewayServlet.PATH + "/*");
  }

  /**
   * Registers its management interface.
   *
   * @param changed takes a line for each change that is made
   */
  void registerManagement(ServletContext context, AdminTokens tokens, Consumer<String> changed) {
    new GatewayRoutes(settings, backends, model, operations)
        .register(context, new GatewayManagement(database, changed, clock), tokens);
  }

  private static void addFilter(ServletContext context, Filter filter) {
    context
        .addFilter(SERVLET + filter.getClass().getSimpleName(), filter)
        .addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, SERVLET);
  }

  @Override
  public void close() {
    model.replication().close();
    backends.close();
    operations.close();
  }
}
