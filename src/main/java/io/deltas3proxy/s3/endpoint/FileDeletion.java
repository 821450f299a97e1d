package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that no log names while they are deleted. Their names stay the caller's until the store has
 * said that they are gone: between the judgement and the deletion nobody else gets one and stores a
 * file of theirs. What is not known to be gone stays the caller's.
 */
final class FileDeletion {

  private static final Logger LOG = LoggerFactory.getLogger(FileDeletion.class);

  private record Names(List<ObjectAddress> own, List<ObjectAddress> nobodys) {}

  /** What was begun, by the sights of tables. */
  private final Map<TableAccess, Set<ObjectAddress>> begun = new HashMap<>();

  private final Queue<WritableObject> gone = new ConcurrentLinkedQueue<>();
  private final Queue<WritableObject> kept = new ConcurrentLinkedQueue<>();

  private FileDeletion() {}

  /** Begins to delete those of some objects that are such files. */
  static FileDeletion begin(Collection<WritableObject> objects)
      throws AccountsUnavailableException {
    Map<TableAccess, Names> names = new HashMap<>();
    for (WritableObject object : objects) {
      if (object.target() instanceof WriteTarget.File(boolean own)) {
        Names of =
            names.computeIfAbsent(
                object.sight(), none -> new Names(new ArrayList<>(), new ArrayList<>()));
        (own ? of.own() : of.nobodys()).add(object.address());
      }
    }
    FileDeletion deletion = new FileDeletion();
    for (Map.Entry<TableAccess, Names> of : names.entrySet()) {
      deletion.begun.put(
          of.getKey(),
          of.getKey().writing().beginDeletion(of.getValue().own(), of.getValue().nobodys()));
    }
    return deletion;
  }

  /** Deletes an object at its store. */
  @FunctionalInterface
  interface AtStore {
    void delete() throws StoreException, TableUnavailableException;
  }

  /**
   * Deletes an object, if it may be deleted still.
   *
   * @throws S3Exception if its name has become somebody else's, or nobody's
   */
  void delete(WritableObject object, AtStore store)
      throws StoreException, TableUnavailableException {
    if (object.target() instanceof WriteTarget.File
        && !begun.getOrDefault(object.sight(), Set.of()).contains(object.address())) {
      throw new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT)
          .because("another request has deleted the file, or stores it");
    }
    try {
      store.delete();
      gone.add(object);
    } catch (StoreException.Indeterminate e) {
      // It may still come: the name stays the caller's.
      throw e;
    } catch (StoreException | TableUnavailableException | S3Exception e) {
      kept.add(object);
      throw e;
    }
  }

  /** An object was not deleted for certain. */
  void kept(WritableObject object) {
    kept.add(object);
  }

  /** Gives back the names of what is gone. */
  void end() {
    for (Map.Entry<TableAccess, Set<ObjectAddress>> of : begun.entrySet()) {
      try {
        end(of.getKey(), of.getValue(), gone, false);
        end(of.getKey(), of.getValue(), kept, true);
      } catch (AccountsUnavailableException e) {
        LOG.warn("Deleted files stay claimed until their time is over: {}", e.getMessage());
      }
    }
  }

  private static void end(
      TableAccess sight,
      Set<ObjectAddress> begun,
      Collection<WritableObject> objects,
      boolean stored)
      throws AccountsUnavailableException {
    Set<ObjectAddress> addresses = new HashSet<>();
    for (WritableObject object : objects) {
      if (object.sight().equals(sight) && begun.contains(object.address())) {
        addresses.add(object.address());
      }
    }
    sight.writing().end(addresses, stored);
  }
}
