package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.AuthMode;
import io.deltas3proxy.s3.endpoint.BackendAccess;
import io.deltas3proxy.s3.endpoint.CallerCredentials;
import io.deltas3proxy.s3.endpoint.TableBackend;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Says of each table how its store is asked. */
final class BackendParts {

  private final AuthModes modes;
  private final LakeSettings lake;

  BackendParts(AuthModes modes, LakeSettings lake) {
    this.modes = modes;
    this.lake = lake;
  }

  BackendAccess access() {
    Map<String, TableBackend> tables = new HashMap<>();
    for (TableSettings table : lake.tables()) {
      tables.put(table.alias(), backend(table));
    }
    return new BackendAccess(modes.users(), alias -> Objects.requireNonNull(tables.get(alias)));
  }

  private TableBackend backend(TableSettings table) {
    if (table.store().equals(TableSettings.LOCAL)) {
      return new TableBackend(modes.otherwise(), CallerCredentials.NONE);
    }
    BackendSettings store = Objects.requireNonNull(lake.backends().get(table.store()));
    ForwardSettings forward = store.forward();
    return new TableBackend(
        modes.of(store),
        new CallerCredentials(forward.users(), forward.groups(), null, forward.signature()));
  }

  /** Whether any caller may come with credentials of their own. */
  boolean mayForward() {
    return modes.otherwise() == AuthMode.FORWARD
        || modes.users().containsValue(AuthMode.FORWARD)
        || lake.backends().values().stream().anyMatch(modes::mayForward);
  }
}
