package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.AuthMode;
import java.util.Map;

/**
 * Whose credentials stores are asked with. The mode of a user stands above that of a store, and
 * that above the default.
 *
 * @param otherwise the default
 * @param users by name
 */
record AuthModes(AuthMode otherwise, Map<String, AuthMode> users) {
  AuthModes {
    users = Map.copyOf(users);
  }

  /** The mode of a store for users for whom nothing is said. */
  AuthMode of(BackendSettings store) {
    AuthMode own = store.authMode();
    return own == null ? otherwise : own;
  }

  /** Whether anybody at all may come with credentials of their own. */
  boolean mayForward(BackendSettings store) {
    return of(store) == AuthMode.FORWARD || users.containsValue(AuthMode.FORWARD);
  }
}
