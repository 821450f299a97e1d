package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.AccessDecision;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.List;
import java.util.Optional;

/**
 * Objects outside of their tables, which logs name by absolute paths: those of shallow clones. A
 * client resolves such a path by itself and asks for the physical bucket.
 */
final class SharedObjects {

  private SharedObjects() {}

  /** The tables whose logs may name an object of another bucket than the virtual one. */
  static List<Table> tables(TableCatalog catalog, S3Target target) {
    if (target.bucket().isEmpty() || target.key().isEmpty()) {
      return List.of();
    }
    ObjectAddress address = new ObjectAddress(target.bucket(), target.key());
    return catalog.all().stream().filter(table -> table.location().shares(address)).toList();
  }

  /**
   * Judges an object by every table that shares its location, each by its own log and rules. One
   * that allows it is enough: by that one the caller may have the file.
   *
   * @param sights of those of the tables of which the caller may see anything
   * @return empty when there are none
   */
  static Optional<SightedObject> find(List<TableAccess> sights, S3Target target) {
    SightedObject best = null;
    for (TableAccess sight : sights) {
      ObjectAddress address = new ObjectAddress(target.bucket(), target.key());
      SightedObject next = new SightedObject(sight, sight.decideShared(address));
      if (best == null || rank(next) > rank(best)) {
        best = next;
      }
      if (best.decision() instanceof AccessDecision.Allowed) {
        break;
      }
    }
    return Optional.ofNullable(best);
  }

  /** What is not known could be leave, and what is forbidden is more than missing. */
  private static int rank(SightedObject object) {
    return switch (object.decision()) {
      case AccessDecision.Allowed allowed -> 3;
      case AccessDecision.Unknowable unknowable -> 2;
      case AccessDecision.Forbidden forbidden -> 1;
      case AccessDecision.Missing missing -> 0;
    };
  }
}
