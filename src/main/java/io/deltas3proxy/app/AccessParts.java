package io.deltas3proxy.app;

import io.deltas3proxy.access.AccessController;
import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.access.FileClaims;
import io.deltas3proxy.access.GrantSources;
import io.deltas3proxy.access.GrantedAccessController;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.admin.Tables;
import io.deltas3proxy.cache.KeptData;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.kernel.KernelTableContents;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What decides who may read what, and what tells administrators why. */
final class AccessParts implements AutoCloseable {

  /** How long an administrator waits until the files of a table are counted. */
  private static final Duration COUNTING = Duration.ofMinutes(2);

  private final TableCatalog catalog;
  private final KernelTableIndexes indexes;
  private final GrantedAccessController controller;
  private final KernelTableContents contents = new KernelTableContents(COUNTING);
  private final Explanations explanations;

  AccessParts(
      GrantSources grants,
      UserStandings standings,
      TableCatalog catalog,
      KernelTableIndexes indexes,
      FileClaims claims,
      Clock clock) {
    this.catalog = catalog;
    this.indexes = indexes;
    controller = new GrantedAccessController(grants, catalog, indexes, clock, claims);
    explanations = new Explanations(standings, controller, indexes, contents);
  }

  AccessController controller() {
    return controller;
  }

  Explanations explanations() {
    return explanations;
  }

  /** What administrators see of tables. */
  Tables tables() {
    return new Tables(catalog, indexes, indexes::status);
  }

  /** What is kept of callers and of tables. */
  List<KeptData> kept() {
    List<KeptData> kept = new ArrayList<>(controller.kept());
    kept.add(indexes.kept());
    kept.add(contents.kept());
    return kept;
  }

  @Override
  public void close() {
    contents.close();
    controller.close();
  }
}
