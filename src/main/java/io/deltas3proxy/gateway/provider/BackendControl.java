package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the backends to what their files and the database say, at the start and later. */
public final class BackendControl {

  private static final Logger LOG = LoggerFactory.getLogger(BackendControl.class);

  private final ProviderFiles files;
  private final JdbcProviderTables tables;
  private final BackendRegistry registry;
  private volatile ProviderDirectory directory =
      new ProviderDirectory(List.of(), new BackendsFile(List.of(), ReplicationDefaults.NONE));

  public BackendControl(ProviderFiles files, JdbcProviderTables tables, BackendRegistry registry) {
    this.files = files;
    this.tables = tables;
    this.registry = registry;
  }

  /** What the files said when they were read last. */
  public ProviderDirectory directory() {
    return directory;
  }

  /**
   * Reads the files and uses what they say, all of it or nothing.
   *
   * @throws ProviderFilesException that names all that is wrong; the backends are those of before
   * @throws MetadataUnavailableException likewise, when it cannot be kept
   */
  public synchronized ProviderDirectory load()
      throws ProviderFilesException, MetadataUnavailableException {
    ProviderDirectory read = files.read();
    BackendRegistry.Prepared prepared = registry.prepare(read);
    boolean kept = false;
    try {
      Set<String> draining = tables.save(read, registry.bucket());
      prepared.use(draining);
      kept = true;
    } finally {
      if (!kept) {
        prepared.discard();
      }
    }
    directory = read;
    LOG.info(
        "{} backends and {} providers", read.file().backends().size(), read.providers().size());
    return read;
  }

  /**
   * Begins or ends to empty a backend: it gets nothing new meanwhile. Other instances see it at
   * their next look.
   *
   * @return false if there is no such backend
   */
  public synchronized boolean setDraining(String name, boolean on)
      throws MetadataUnavailableException {
    if (registry.find(name).isEmpty()) {
      return false;
    }
    tables.setDraining(name, on);
    refresh();
    return true;
  }

  /** Takes over what other instances have said of backends. */
  public synchronized void refresh() throws MetadataUnavailableException {
    Set<String> fromFile =
        directory.file().backends().stream()
            .filter(ConfiguredBackend::draining)
            .map(ConfiguredBackend::name)
            .collect(Collectors.toSet());
    registry.drain(fromFile, tables.draining());
  }
}
