package io.deltas3proxy.app;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.provider.BackendControl;
import io.deltas3proxy.gateway.provider.BackendProbes;
import io.deltas3proxy.gateway.provider.BackendRegistry;
import io.deltas3proxy.gateway.provider.BackendStoreFactory;
import io.deltas3proxy.gateway.provider.BreakerSettings;
import io.deltas3proxy.gateway.provider.FileProblem;
import io.deltas3proxy.gateway.provider.JdbcProviderTables;
import io.deltas3proxy.gateway.provider.ProviderFilesException;
import io.deltas3proxy.gateway.provider.RegistrySettings;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backends of the gateway, read from their files, and looked at while the proxy runs. */
final class GatewayBackends implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayBackends.class);

  private final BackendRegistry registry;
  private final BackendControl control;
  private final BackendProbes probes;

  private GatewayBackends(BackendRegistry registry, BackendControl control, BackendProbes probes) {
    this.registry = registry;
    this.control = control;
    this.probes = probes;
  }

  /** Reads the files; nothing is asked of a backend yet. */
  static GatewayBackends open(
      GatewaySettings settings, BackendStoreFactory stores, Database database, Clock clock)
      throws ConfigurationException, IOException {
    BackendRegistry registry =
        new BackendRegistry(
            new RegistrySettings(
                settings.strategy().physicalBucket(), BreakerSettings.DEFAULTS, settings.probe()),
            stores,
            clock,
            System::nanoTime);
    BackendControl control =
        new BackendControl(settings.files(), new JdbcProviderTables(database, clock), registry);
    boolean good = false;
    try {
      var unused = control.load();
      good = true;
    } catch (ProviderFilesException e) {
      throw new ConfigurationException(problems(e));
    } catch (MetadataUnavailableException e) {
      throw new IOException("the gateway: " + e.getMessage(), e);
    } finally {
      if (!good) {
        registry.close();
      }
    }
    return new GatewayBackends(
        registry, control, new BackendProbes(registry, settings.probe(), clock, System::nanoTime));
  }

  private static List<Problem> problems(ProviderFilesException failure) {
    List<Problem> problems = new ArrayList<>();
    for (FileProblem problem : failure.problems()) {
      String line = problem.line() == 0 ? "" : ":" + problem.line();
      String column = problem.column() == 0 ? "" : ":" + problem.column();
      problems.add(new Problem(problem.file() + line + column, "", problem.message()));
    }
    return problems;
  }

  BackendRegistry registry() {
    return registry;
  }

  BackendControl control() {
    return control;
  }

  /**
   * Begins to look at them.
   *
   * @param besides done before each look
   */
  void start(Runnable besides) {
    probes.start(() -> {
      refresh();
      besides.run();
    });
  }

  private void refresh() {
    try {
      control.refresh();
    } catch (MetadataUnavailableException e) {
      LOG.debug("What other instances say of backends is not known now", e);
    }
  }

  @Override
  public void close() {
    probes.close();
    registry.close();
  }
}
