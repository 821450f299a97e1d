package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.BackendAccess;
import io.deltas3proxy.s3.endpoint.CallerCredentials;
import io.deltas3proxy.s3.endpoint.TableBackend;
import io.deltas3proxy.storage.AssumableRole;
import io.deltas3proxy.storage.s3.AssumedRole;
import io.deltas3proxy.storage.s3.RoleSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says of each table how its store is asked. */
final class BackendParts implements AutoCloseable {

  private final AuthModes modes;
  private final LakeSettings lake;
  private final Map<String, TableBackend> tables = new HashMap<>();
  private final Map<String, AssumableRole> roles = new HashMap<>();

  BackendParts(AuthModes modes, LakeSettings lake, Clock clock) {
    this.modes = modes;
    this.lake = lake;
    for (TableSettings table : lake.tables()) {
      tables.put(table.alias(), backend(table, clock));
    }
  }

  BackendAccess access() {
    return new BackendAccess(modes.users(), alias -> Objects.requireNonNull(tables.get(alias)));
  }

  private TableBackend backend(TableSettings table, Clock clock) {
    if (table.store().equals(TableSettings.LOCAL)) {
      return new TableBackend(modes.otherwise(), CallerCredentials.NONE);
    }
    BackendSettings store = Objects.requireNonNull(lake.backends().get(table.store()));
    ForwardSettings forward = store.forward();
    return new TableBackend(
        modes.of(store),
        new CallerCredentials(
            forward.users(),
            forward.groups(),
            role(table.store(), store, clock),
            forward.signature()));
  }

  /** One for all tables of a store. */
  private @Nullable AssumableRole role(String name, BackendSettings store, Clock clock) {
    RoleSettings role = store.forward().role();
    return role == null
        ? null
        : roles.computeIfAbsent(
            name, unused -> new AssumedRole(role, store.store(), store.policy(), clock));
  }

  @Override
  public void close() {
    roles.values().forEach(AssumableRole::close);
  }
}
