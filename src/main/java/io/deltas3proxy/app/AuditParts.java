package io.deltas3proxy.app;

import io.deltas3proxy.audit.AuditFilter;
import io.deltas3proxy.audit.AuditSettings;
import io.deltas3proxy.audit.AuditStatistics;
import io.deltas3proxy.audit.AuditTrail;
import io.deltas3proxy.audit.JdbcAuditRecords;
import io.deltas3proxy.metrics.AuditSample;
import io.deltas3proxy.metrics.ProxyMetrics;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail: its file and, where that is wanted, its copy in the database.
 *
 * @param stored {@code null} without a copy
 */
record AuditParts(AuditTrail file, @Nullable AuditTrail stored) implements AutoCloseable {

  /** Opens the file, and the database where it is wanted. */
  static AuditParts open(
      AuditSettings settings,
      ConfigurationTree source,
      Optional<AccountsDatabase> database,
      Clock clock)
      throws ConfigurationException {
    AuditTrail file = file(settings, source);
    if (settings.keptInDatabase() == null || database.isEmpty()) {
      return new AuditParts(file, null);
    }
    JdbcAuditRecords records = new JdbcAuditRecords(database.get().database());
    return new AuditParts(
        file, AuditTrail.in(records, settings.keptInDatabase(), settings.queue(), clock));
  }

  private static AuditTrail file(AuditSettings settings, ConfigurationTree source)
      throws ConfigurationException {
    try {
      return AuditTrail.open(settings);
    } catch (IOException e) {
      KeyPath key = KeyPath.ROOT.child("audit").child("file");
      String message = settings.file() + " cannot be written: " + e.getMessage();
      throw new ConfigurationException(
          List.of(new Problem(source.sourceOf(key), key.text(), message)));
    }
  }

  void add(String line) {
    if (stored != null) {
      stored.add(line);
    }
    file.add(line);
  }

  /** Registers the filter that adds a line for each request that decides something. */
  void register(ServletContext context, ProxyMetrics metrics, Clock clock) {
    metrics.addAudit("audit", () -> sample(file.statistics()));
    AuditTrail copy = stored;
    if (copy != null) {
      metrics.addAudit("audit_database", () -> sample(copy.statistics()));
    }
    context
        .addFilter("Audit", new AuditFilter(this::add, clock))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
  }

  private static AuditSample sample(AuditStatistics now) {
    return new AuditSample(now.written(), now.lost(), now.failures(), now.waiting());
  }

  @Override
  public void close() {
    file.close();
    if (stored != null) {
      stored.close();
    }
  }
}
