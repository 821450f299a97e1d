package io.deltas3proxy.access;

import io.deltas3proxy.access.UncommittedFiles.Owned;
import io.deltas3proxy.access.UncommittedFiles.Owner;
import io.deltas3proxy.access.UncommittedFiles.Range;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one caller sees of objects that no log names: a writer their uncommitted files; whoever
 * maintains and reads the whole table all, but for what is others' still.
 */
final class UnloggedSight {

  private final CallerWriting caller;
  private final FileClaims claims;
  private final boolean seesAny;
  private final boolean maintainer;

  UnloggedSight(CallerWriting caller, FileClaims claims) {
    this.caller = caller;
    this.claims = claims;
    this.seesAny = caller.any() && claims.isUsed();
    this.maintainer = caller.mayMaintain() && caller.readsWholeTable();
  }

  /** Whether the caller may see any at all. Most callers may not. */
  boolean seesAny() {
    return seesAny;
  }

  boolean isMaintainer() {
    return maintainer;
  }

  /** Whose an object is; {@code null} for one that is nobody's. */
  @Nullable Owner owner(ObjectAddress address) throws TableUnavailableException {
    try {
      return caller.owners(List.of(address)).get(address);
    } catch (AccountsUnavailableException e) {
      throw unavailable(e);
    }
  }

  boolean isOwn(@Nullable Owner owner) {
    return caller.isOwn(owner);
  }

  /** Whether the caller sees an object of this owner. */
  boolean sees(@Nullable Owner owner) {
    return isOwn(owner) || (maintainer && (owner == null || !claims.holds(owner)));
  }

  /**
   * Claimed files that matter for what the caller sees, in the order of their keys.
   *
   * @param prefix physical
   * @param from the least key, physical
   */
  List<Owned> below(String prefix, String from, int most) throws TableUnavailableException {
    TableLocation location = caller.table().location();
    Range range = new Range(location.storeName(), location.bucket(), prefix, from);
    try {
      return claims.files().below(range, maintainer ? null : caller.writer(), most);
    } catch (AccountsUnavailableException e) {
      throw unavailable(e);
    }
  }

  private static TableUnavailableException unavailable(AccountsUnavailableException e) {
    return new TableUnavailableException(
        "whose uncommitted files are is not known: " + e.getMessage(), e);
  }
}
