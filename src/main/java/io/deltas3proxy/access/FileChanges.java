package io.deltas3proxy.access;

import io.deltas3proxy.access.UncommittedFiles.Owner;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Membership;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndex.Sight;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who stores, deletes and tags data, change data and deletion vector files: a new file is
 * in no partition yet, so it is its writer's until a commit names it.
 */
final class FileChanges {

  /** Files of the log are judged by their partitions up to this; more need the whole table. */
  private static final int MOST_PARTITIONS = 4096;

  private static final String LOGGED = "a file that the log names";
  private static final String DIRECTORY =
      "a file with the name of a directory needs the right to write the whole table";
  private static final String OTHERS = "somebody else's uncommitted file";

  private final CallerWriting caller;
  private final FileClaims claims;

  FileChanges(CallerWriting caller, FileClaims claims) {
    this.caller = caller;
    this.claims = claims;
  }

  /** Decides on a file that is stored. */
  WriteDecision decideStored(String key, WriteIntent intent)
      throws TableUnavailableException, AccountsUnavailableException {
    TableIndex index = caller.indexOrNull();
    if (!fits(index)) {
      return CallerWriting.unfitting();
    }
    if (FilePlace.isDirectoryName(key) && !caller.writesWholeTable()) {
      return CallerWriting.forbidden(DIRECTORY);
    }
    if (intent == WriteIntent.PART) {
      // Changes nothing that is there. Whose the upload is tells whether it may be.
      return caller.allowed(key, new WriteTarget.File(false));
    }
    ObjectAddress address = caller.table().location().address(key);
    if (isLogged(index, address)) {
      return CallerWriting.forbidden(LOGGED);
    }
    Owner owner = caller.owners(List.of(address)).get(address);
    if (owner == null) {
      // Nothing may be there, which the store tells: so no commit can have named it meanwhile.
      return intent == WriteIntent.REPLACE
          ? CallerWriting.forbidden("not an uncommitted file of the caller's")
          : caller.allowed(key, new WriteTarget.File(false));
    }
    if (!caller.isOwn(owner)) {
      return CallerWriting.forbidden(OTHERS);
    }
    return isLogged(caller.newestIndexOrNull(), address)
        ? CallerWriting.forbidden(LOGGED)
        : caller.allowed(key, new WriteTarget.File(true));
  }

  private static boolean isLogged(@Nullable TableIndex index, ObjectAddress address) {
    return index != null && index.look(address, PartitionFilter.ALL) != Sight.UNKNOWN;
  }

  /** Decides on files that are deleted or tagged. */
  Map<String, WriteDecision> decideChanges(Collection<String> keys, WriteIntent intent)
      throws TableUnavailableException, AccountsUnavailableException {
    Map<String, ObjectAddress> addresses = new HashMap<>();
    keys.forEach(key -> addresses.put(key, caller.table().location().address(key)));
    TableIndex index = caller.indexOrNull();
    Set<ObjectAddress> unknown = unknown(index, addresses.values());
    if (!unknown.isEmpty()) {
      index = caller.newestIndexOrNull();
      unknown = unknown(index, addresses.values());
    }
    Map<ObjectAddress, Owner> owners = caller.owners(addresses.values());
    Map<String, WriteDecision> decisions = new HashMap<>();
    boolean mayBeAbsent = intent == WriteIntent.DELETE && fits(index);
    for (Map.Entry<String, ObjectAddress> entry : addresses.entrySet()) {
      String key = entry.getKey();
      ObjectAddress address = entry.getValue();
      decisions.put(
          key,
          index == null || unknown.contains(address)
              ? decideUnlogged(key, owners.get(address), mayBeAbsent)
              : decideLogged(key, index));
    }
    return decisions;
  }

  private boolean fits(@Nullable TableIndex index) {
    return index == null ? caller.writesWholeTable() : caller.allowed(index).fits();
  }

  private WriteDecision decideLogged(String key, TableIndex index) {
    String problem = loggedProblem(index, caller.table().location().address(key));
    return problem == null
        ? caller.allowed(key, new WriteTarget.LoggedFile())
        : CallerWriting.forbidden(problem);
  }

  private WriteDecision decideUnlogged(String key, @Nullable Owner owner, boolean mayBeAbsent) {
    String problem = unloggedProblem(owner);
    if (problem == null) {
      return caller.allowed(key, new WriteTarget.File(caller.isOwn(owner)));
    }
    return owner == null && mayBeAbsent
        ? caller.allowed(key, new WriteTarget.Absence())
        : CallerWriting.forbidden(problem);
  }

  private static Set<ObjectAddress> unknown(
      @Nullable TableIndex index, Collection<ObjectAddress> addresses) {
    Set<ObjectAddress> unknown = new HashSet<>(addresses);
    unknown.removeIf(address -> isLogged(index, address));
    return unknown;
  }

  private @Nullable String loggedProblem(TableIndex index, ObjectAddress address) {
    if (!caller.mayMaintain()) {
      return "a file that the log names needs the right to maintain the table";
    }
    if (caller.writesWholeTable()) {
      return null;
    }
    Membership membership = index.partitionsOf(address, MOST_PARTITIONS + 1);
    List<Integer> partitions = membership.partitions();
    AllowedPartitions allowed = caller.allowed(index);
    boolean all =
        !partitions.isEmpty()
            && partitions.size() <= MOST_PARTITIONS
            && partitions.stream().allMatch(allowed::sees);
    return all ? null : "a file of partitions that may not be written";
  }

  private @Nullable String unloggedProblem(@Nullable Owner owner) {
    if (caller.isOwn(owner)) {
      return null;
    }
    if (!caller.mayMaintain() || !caller.isOfWholeTable()) {
      return "a file that no log names needs the right to maintain the whole table";
    }
    return owner != null && claims.holds(owner) ? OTHERS : null;
  }
}
