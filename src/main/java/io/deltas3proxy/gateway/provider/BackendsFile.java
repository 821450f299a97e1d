package io.deltas3proxy.gateway.provider;

import java.util.List;

/** What the backends' file says, in the order of the file. */
public record BackendsFile(List<ConfiguredBackend> backends, ReplicationDefaults replication) {
  public BackendsFile {
    backends = List.copyOf(backends);
  }
}
