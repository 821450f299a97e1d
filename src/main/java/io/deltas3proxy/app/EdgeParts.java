package io.deltas3proxy.app;

import io.deltas3proxy.audit.AuditFilter;
import io.deltas3proxy.audit.AuditSettings;
import io.deltas3proxy.audit.AuditStatistics;
import io.deltas3proxy.audit.AuditTrail;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.tls.KeySource;
import io.deltas3proxy.http.tls.ServerTls;
import io.deltas3proxy.http.tls.TlsFileException;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.metrics.AuditSample;
import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.s3.endpoint.LimitFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What stands between a client and the operations, made of the configuration. */
final class EdgeParts implements AutoCloseable {

  private static final Duration TLS_INTERVAL = Duration.ofMinutes(1);

  private final EdgeSettings settings;
  private @Nullable ServerTls tls;
  private @Nullable AuditTrail audit;

  EdgeParts(EdgeSettings settings) {
    this.settings = settings;
  }

  /** Opens the files that the settings name. */
  void start(ConfigurationTree source) throws ConfigurationException {
    KeySource keys = settings.tls();
    if (keys != null) {
      tls = tls(keys, source);
    }
    AuditSettings trail = settings.audit();
    if (trail != null) {
      audit = audit(trail, source);
    }
  }

  private static AuditTrail audit(AuditSettings settings, ConfigurationTree source)
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

  private static ServerTls tls(KeySource keys, ConfigurationTree source)
      throws ConfigurationException {
    try {
      ServerTls tls = ServerTls.open(keys);
      tls.follow(TLS_INTERVAL);
      return tls;
    } catch (TlsFileException e) {
      KeyPath key = KeyPath.ROOT.child("tls").child(e.setting());
      throw new ConfigurationException(
          List.of(new Problem(source.sourceOf(key), key.text(), "" + e.getMessage())));
    }
  }

  /** What an embedded server makes connections with; {@code null} without TLS. */
  @Nullable SSLContext tls() {
    return tls == null ? null : tls.context();
  }

  /** The outermost filter. */
  RequestLogFilter requestLog() {
    return new RequestLogFilter(
        System::nanoTime, LoggerFactory.getLogger("requests")::info, settings.trustedProxies());
  }

  /** Registers the filter that writes the audit trail, for all that decide something. */
  void registerAudit(ServletContext context, ProxyMetrics metrics, Clock clock) {
    AuditTrail trail = audit;
    if (trail != null) {
      metrics.addAudit(() -> sample(trail.statistics()));
      context
          .addFilter("Audit", new AuditFilter(trail, clock))
          .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
  }

  /** Keeps a line that tells of a change: in the trail or, where there is none, in the log. */
  void changed(String line) {
    AuditTrail trail = audit;
    if (trail == null) {
      LoggerFactory.getLogger("administration").info("{}", line);
    } else {
      trail.add(line);
    }
  }

  private static AuditSample sample(AuditStatistics now) {
    return new AuditSample(now.written(), now.lost(), now.failures(), now.waiting());
  }

  /** The filter after authentication. */
  LimitFilter limits() {
    return new LimitFilter(new Limits(settings.limits(), System::nanoTime));
  }

  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
    if (audit != null) {
      audit.close();
    }
  }
}
