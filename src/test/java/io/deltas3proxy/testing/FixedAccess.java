package io.deltas3proxy.testing;

import io.deltas3proxy.access.ConfiguredGrants;
import io.deltas3proxy.access.GrantSources;
import io.deltas3proxy.access.GrantedAccessController;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndexes;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Access by rules that are the same for everybody and do not change. */
public final class FixedAccess {

  private FixedAccess() {}

  public static GrantedAccessController of(
      Map<String, List<PartitionRule>> byTable, TableCatalog catalog, TableIndexes indexes) {
    return new GrantedAccessController(
        GrantSources.fixed(ConfiguredGrants.forEveryone(byTable)),
        catalog,
        indexes,
        Clock.systemUTC());
  }
}
