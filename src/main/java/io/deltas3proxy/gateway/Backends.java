package io.deltas3proxy.gateway;

import java.util.List;
import java.util.Optional;

/** The backends of the moment: they change when their file is read again. */
public interface Backends {

  /** All that are described, enabled or not, the primary ones first, then as described. */
  List<GatewayBackend> all();

  Optional<GatewayBackend> find(String name);
}
