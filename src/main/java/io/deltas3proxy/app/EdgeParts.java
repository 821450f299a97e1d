package io.deltas3proxy.app;

import io.deltas3proxy.audit.AuditSettings;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.tls.KeySource;
import io.deltas3proxy.http.tls.ServerTls;
import io.deltas3proxy.http.tls.TlsFileException;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.metrics.ProxyMetrics;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What stands between a client and the operations, made of the configuration. */
final class EdgeParts implements AutoCloseable {

  private static final Duration TLS_INTERVAL = Duration.ofMinutes(1);

  private final EdgeSettings settings;
  private final Limits limits;
  private @Nullable ServerTls tls;
  private @Nullable AuditParts audit;

  EdgeParts(EdgeSettings settings) {
    this.settings = settings;
    this.limits = new Limits(settings.limits(), System::nanoTime);
  }

  /**
   * Opens the files that the settings name.
   *
   * @param database of accounts, for the audit trail
   */
  void start(ConfigurationTree source, Optional<AccountsDatabase> database)
      throws ConfigurationException {
    KeySource keys = settings.tls();
    if (keys != null) {
      tls = tls(keys, source);
    }
    AuditSettings trail = settings.audit();
    if (trail != null) {
      audit = AuditParts.open(trail, source, database, Clock.systemUTC());
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
    if (audit != null) {
      audit.register(context, metrics, clock);
    }
  }

  /** Keeps a line that tells of a change: in the trail or, where there is none, in the log. */
  void changed(String line) {
    AuditParts trail = audit;
    if (trail == null) {
      LoggerFactory.getLogger("administration").info("{}", line);
    } else {
      trail.add(line);
    }
  }

  /** What each caller may ask for, of whichever service. */
  Limits limits() {
    return limits;
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
