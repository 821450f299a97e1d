package io.deltas3proxy.access;

import io.deltas3proxy.access.UncommittedFiles.Owned;
import io.deltas3proxy.access.UncommittedFiles.Owner;
import io.deltas3proxy.delta.TableIndex.Sight;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.KeyOrder;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A listing of somebody who also sees objects that no log names. Claimed files are read in runs, as
 * listings go from key to key in their order.
 */
final class WriterListing implements ListingSight {

  static final int RUN = 1000;

  private final RuledTableAccess logged;
  private final UnloggedSight unlogged;
  private final String root;

  /** Claimed files by physical key: all from {@link #from} up to the last, or to the end. */
  private NavigableMap<String, Owner> run = new TreeMap<>(KeyOrder.UTF_8);

  private @Nullable String from;
  private boolean toTheEnd;

  WriterListing(RuledTableAccess logged, UnloggedSight unlogged) {
    this.logged = logged;
    this.unlogged = unlogged;
    this.root = logged.table().location().keyPrefix();
  }

  @Override
  public boolean lists(String relativeKey) throws TableUnavailableException {
    if (relativeKey.isEmpty() || !RuledTableAccess.mayBeUnlogged(relativeKey)) {
      return logged.lists(relativeKey);
    }
    Sight sight = logged.known(relativeKey);
    Owner owner = sight == Sight.UNKNOWN ? owner(root + relativeKey) : null;
    if (sight == Sight.UNKNOWN && !unlogged.isOwn(owner)) {
      sight = logged.refreshed(relativeKey);
    }
    return sight == Sight.UNKNOWN ? unlogged.sees(owner) : sight == Sight.VISIBLE;
  }

  private @Nullable Owner owner(String key) throws TableUnavailableException {
    cover(key);
    return run.get(key);
  }

  @Override
  public boolean listsDirectory(String relativeDirectory) throws TableUnavailableException {
    if (!RuledTableAccess.mayBeUnlogged(relativeDirectory + "x")) {
      return logged.listsDirectory(relativeDirectory);
    }
    return unlogged.isMaintainer()
        // The store has told of it, so there is something in it.
        || hasOwn(root + relativeDirectory)
        || listsLogged(relativeDirectory);
  }

  private boolean hasOwn(String directory) throws TableUnavailableException {
    cover(directory);
    String first = run.ceilingKey(directory);
    return first != null && first.startsWith(directory);
  }

  private boolean listsLogged(String relativeDirectory) throws TableUnavailableException {
    try {
      return logged.listsDirectory(relativeDirectory);
    } catch (TableUnavailableException e) {
      if (e.hasNoLog()) {
        return false;
      }
      throw e;
    }
  }

  private void cover(String key) throws TableUnavailableException {
    String known = from;
    boolean covered =
        known != null
            && KeyOrder.UTF_8.compare(known, key) <= 0
            && (toTheEnd || KeyOrder.UTF_8.compare(key, run.lastKey()) <= 0);
    if (covered) {
      return;
    }
    List<Owned> owned = unlogged.below(root, key, RUN);
    NavigableMap<String, Owner> read = new TreeMap<>(KeyOrder.UTF_8);
    owned.forEach(one -> read.put(one.key(), one.owner()));
    run = read;
    from = key;
    toTheEnd = owned.size() < RUN;
  }
}
