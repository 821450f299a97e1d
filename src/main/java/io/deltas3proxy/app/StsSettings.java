package io.deltas3proxy.app;

import io.deltas3proxy.accounts.SessionKey;
import io.deltas3proxy.sts.IdentityProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How temporary credentials are given.
 *
 * @param enabled whether sessions begin; without, none goes on either
 * @param key seals session tokens; empty for a random one
 * @param previousKeys open tokens that they sealed
 * @param longest that a session may last
 */
record StsSettings(
    boolean enabled,
    Optional<SessionKey> key,
    List<SessionKey> previousKeys,
    Duration longest,
    List<IdentityProvider> providers) {
  StsSettings {
    previousKeys = List.copyOf(previousKeys);
    providers = List.copyOf(providers);
  }

  Set<String> providerNames() {
    return providers.stream().map(IdentityProvider::name).collect(Collectors.toSet());
  }
}
