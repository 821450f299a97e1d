package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Backend;
import java.util.List;

/** What both files say, found to fit together. */
public record ProviderDirectory(List<Provider> providers, BackendsFile file) {
  public ProviderDirectory {
    providers = List.copyOf(providers);
  }

  /** What the provider of a backend is known to have. */
  Backend.Capabilities capabilities(ConfiguredBackend backend) {
    return providers.stream()
        .filter(row -> row.place().zone().equals(backend.zone()))
        .findFirst()
        .map(Provider::capabilities)
        .orElse(Backend.Capabilities.NONE);
  }
}
