package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.SignatureUse;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.s3.RoleSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one store knows callers by.
 *
 * @param users credentials by name of the user
 * @param groups credentials by name of the group, in the order in which they are tried
 * @param role taken on for other callers; {@code null} for none
 * @param signature what the store makes of callers' own keys
 */
record ForwardSettings(
    Map<String, StoreCredentials> users,
    Map<String, StoreCredentials> groups,
    @Nullable RoleSettings role,
    SignatureUse signature) {

  static final ForwardSettings NONE =
      new ForwardSettings(Map.of(), Map.of(), null, SignatureUse.NONE);

  ForwardSettings {
    users = Map.copyOf(users);
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
  }

  boolean isEmpty() {
    return users.isEmpty() && groups.isEmpty() && role == null && signature == SignatureUse.NONE;
  }
}
