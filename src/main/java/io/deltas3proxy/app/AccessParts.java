package io.deltas3proxy.app;

import io.deltas3proxy.access.AccessController;
import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.access.GrantSources;
import io.deltas3proxy.access.GrantedAccessController;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.kernel.KernelTableContents;
import java.time.Clock;
import java.time.Duration;

/** What decides who may read what, and what tells administrators why. */
final class AccessParts implements AutoCloseable {

  /** How long an administrator waits until the files of a table are counted. */
  private static final Duration COUNTING = Duration.ofMinutes(2);

  private final GrantedAccessController controller;
  private final KernelTableContents contents = new KernelTableContents(COUNTING);
  private final Explanations explanations;

  AccessParts(
      GrantSources grants,
      UserStandings standings,
      TableCatalog catalog,
      TableIndexes indexes,
      Clock clock) {
    controller = new GrantedAccessController(grants, catalog, indexes, clock);
    explanations = new Explanations(standings, controller, indexes, contents);
  }

  AccessController controller() {
    return controller;
  }

  Explanations explanations() {
    return explanations;
  }

  @Override
  public void close() {
    contents.close();
    controller.close();
  }
}
