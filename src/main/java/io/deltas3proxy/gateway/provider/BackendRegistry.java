package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.GatewayBackend;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The backends of the moment with their open stores. A change replaces all at once: whoever has a
 * backend of before goes on with its store, which is closed when nobody has used it for a while.
 */
public final class BackendRegistry implements Backends, AutoCloseable {

  private static final int MOST_RETIRED = 1000;

  private final RegistrySettings settings;
  private final BackendStoreFactory factory;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final List<RunningBackend> retired = new ArrayList<>();
  private volatile List<OpenBackend> backends = List.of();
  private boolean closed;

  /**
   * Makes it without any backend.
   *
   * @param nanoTime elapsed time in nanoseconds, from any start
   */
  public BackendRegistry(
      RegistrySettings settings, BackendStoreFactory factory, Clock clock, LongSupplier nanoTime) {
    this.settings = settings;
    this.factory = factory;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public List<GatewayBackend> all() {
    return List.copyOf(backends);
  }

  @Override
  public Optional<GatewayBackend> find(String name) {
    return backends.stream()
        .filter(backend -> backend.description().name().equals(name))
        .map(GatewayBackend.class::cast)
        .findFirst();
  }

  /** How they do, in the order of {@link #all}. */
  public List<BackendStatus> statuses() {
    return backends.stream().map(OpenBackend::status).toList();
  }

  /** Physical, of all backends. */
  String bucket() {
    return settings.bucket();
  }

  List<OpenBackend> open() {
    return backends;
  }

  /**
   * Opens what a directory describes and is not open yet. Nobody sees it before {@link
   * Prepared#use}.
   *
   * @throws ProviderFilesException where a store may not be opened; nothing has changed then
   */
  synchronized Prepared prepare(ProviderDirectory directory) throws ProviderFilesException {
    if (closed || retired.size() > MOST_RETIRED) {
      throw new ProviderFilesException(
          List.of(FileProblem.of("backends", "earlier changes are not through yet")));
    }
    List<OpenBackend> next = new ArrayList<>();
    List<RunningBackend> opened = new ArrayList<>();
    List<FileProblem> problems = new ArrayList<>();
    for (ConfiguredBackend configured : directory.file().backends()) {
      RunningBackend running = runningOf(configured);
      try {
        if (running == null) {
          running = run(configured);
          opened.add(running);
        }
        next.add(new OpenBackend(described(configured, directory), running, mostFailures()));
      } catch (IllegalArgumentException e) {
        problems.add(
            FileProblem.of("backends", configured.name() + ": " + String.valueOf(e.getMessage())));
      }
    }
    if (!problems.isEmpty()) {
      opened.forEach(RunningBackend::close);
      throw new ProviderFilesException(problems);
    }
    next.sort(Comparator.comparing(backend -> !backend.description().primary()));
    return new Prepared(next, opened);
  }

  private int mostFailures() {
    return settings.probe().failures();
  }

  private @Nullable RunningBackend runningOf(ConfiguredBackend configured) {
    for (OpenBackend backend : backends) {
      if (backend.description().name().equals(configured.name())
          && backend.running().isConnectedBy(configured.connection())) {
        return backend.running();
      }
    }
    return null;
  }

  private RunningBackend run(ConfiguredBackend configured) {
    return new RunningBackend(
        configured.connection(),
        factory.open(configured),
        new BackendGuard(configured.name(), settings.breaker(), clock, nanoTime));
  }

  private Backend described(ConfiguredBackend configured, ProviderDirectory directory) {
    return new Backend(
        configured.name(),
        configured.provider(),
        configured.zone(),
        configured.region(),
        settings.bucket(),
        configured.primary(),
        configured.enabled(),
        configured.draining(),
        directory.capabilities(configured));
  }

  /** Backends that are ready to be used. */
  final class Prepared {

    private final List<OpenBackend> next;
    private final List<RunningBackend> opened;

    private Prepared(List<OpenBackend> next, List<RunningBackend> opened) {
      this.next = next;
      this.opened = opened;
    }

    /**
     * From now on these are the backends.
     *
     * @param draining names of those that are emptied, besides those that the file says
     */
    void use(Set<String> draining) {
      replaceBy(
          next.stream()
              .map(backend ->
                  draining.contains(backend.description().name())
                      ? backend.draining(true)
                      : backend)
              .toList());
    }

    /** They are not wanted after all. */
    void discard() {
      opened.forEach(RunningBackend::close);
    }
  }

  private synchronized void replaceBy(List<OpenBackend> next) {
    Set<RunningBackend> kept = new HashSet<>();
    next.forEach(backend -> kept.add(backend.running()));
    for (OpenBackend backend : backends) {
      if (!kept.contains(backend.running())) {
        retired.add(backend.running());
      }
    }
    backends = List.copyOf(next);
  }

  /** Says anew which backends are emptied. */
  synchronized void drain(Set<String> fromFile, Set<String> fromDatabase) {
    backends =
        backends.stream()
            .map(backend -> {
              String name = backend.description().name();
              boolean on = fromFile.contains(name) || fromDatabase.contains(name);
              return backend.description().draining() == on ? backend : backend.draining(on);
            })
            .toList();
  }

  /** Closes the stores of backends that are gone and that nobody has used for a while. */
  synchronized void closeIdle() {
    retired.removeIf(running -> {
      boolean idle = running.guard().idleNanos() >= settings.grace().toNanos();
      if (idle) {
        running.close();
      }
      return idle;
    });
  }

  @Override
  public synchronized void close() {
    closed = true;
    retired.forEach(RunningBackend::close);
    retired.clear();
    backends.forEach(backend -> backend.running().close());
    backends = List.of();
  }
}
