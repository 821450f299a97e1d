package io.deltas3proxy.testing;

import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.GatewayBackend;
import java.util.List;
import java.util.Optional;

/** Backends that stay as they are. */
public record FixedBackends(List<GatewayBackend> all) implements Backends {
  public FixedBackends {
    all = List.copyOf(all);
  }

  @Override
  public Optional<GatewayBackend> find(String name) {
    return all.stream().filter(backend -> backend.description().name().equals(name)).findFirst();
  }
}
