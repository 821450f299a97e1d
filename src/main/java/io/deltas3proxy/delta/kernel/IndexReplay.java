package io.deltas3proxy.delta.kernel;

import io.delta.kernel.internal.deletionvectors.Base85Codec;
import io.deltas3proxy.delta.CompactTableIndex;
import io.deltas3proxy.delta.LoggedPath;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.kernel.FileAction.DeletionVector;
import io.deltas3proxy.delta.kernel.FileAction.Kind;
import io.deltas3proxy.storage.ObjectAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the actions of a log into an index. A whole log comes newest first, so that a removal is
 * met before what it removed; later commits come in their order.
 */
final class IndexReplay implements Replay {

  private static final Logger LOG = LoggerFactory.getLogger(IndexReplay.class);

  /** Length of a UUID in Base85 (Delta protocol, "Derived Fields"). */
  private static final int ENCODED_UUID = 20;

  /** Files, a power of two, after which the index is held against what it may have. */
  private static final int MEASURED_EACH = 1 << 16;

  private record Removed(String key, @Nullable String vectorKey) {}

  private final CompactTableIndex index;
  private final TableLocation location;

  /** Files that left the table before this have left for good, in milliseconds since 1970. */
  private final long horizon;

  private final Set<String> gone = new HashSet<>();
  private final List<String> goneInCommit = new ArrayList<>();
  private final List<Removed> withoutPartition = new ArrayList<>();
  private final long mostBytes;
  private int added;
  private long outside;
  private String outsideExample = "";

  IndexReplay(CompactTableIndex index, TableLocation location, Instant horizon, long mostBytes) {
    this.index = index;
    this.mostBytes = mostBytes;
    this.location = location;
    this.horizon = horizon.toEpochMilli();
  }

  @Override
  public void checkpointed(FileAction action) {
    older(action);
  }

  @Override
  public void older(FileAction action) {
    String key = key(action.path());
    if (key == null) {
      return;
    }
    if (action.kind() != Kind.REMOVE) {
      if (gone.isEmpty() || !gone.contains(key)) {
        addFile(key, action);
      }
    } else if (action.deletedAt() != null && action.deletedAt() < horizon) {
      goneInCommit.add(key);
    } else if (action.partition() != null) {
      addFile(key, action);
    } else {
      withoutPartition.add(new Removed(key, vectorKey(action.deletionVector())));
    }
  }

  /** Ends a commit: what it removed, and nothing newer added, is not known any more. */
  @Override
  public void endOfCommit() {
    for (String key : goneInCommit) {
      if (!index.knows(key)) {
        gone.add(key);
      }
    }
    goneInCommit.clear();
  }

  /** Ends a checkpoint, in which removals and additions do not follow each other. */
  @Override
  public void endOfCheckpoint() {
    goneInCommit.clear();
  }

  /** Whether an older commit could still tell the partition of a file that was removed. */
  boolean wantsOlder() {
    withoutPartition.removeIf(this::resolved);
    return !withoutPartition.isEmpty();
  }

  /** Ends the log: what is not told by now is not known. */
  void endOfLog() {
    for (Removed removed : withoutPartition) {
      addRemoved(removed);
    }
    withoutPartition.clear();
  }

  /** Takes an action of a commit that is newer than all that the index knows. */
  void newer(FileAction action) {
    String key = key(action.path());
    if (key == null) {
      return;
    }
    if (action.kind() != Kind.REMOVE || action.partition() != null) {
      addFile(key, action);
    } else {
      addRemoved(new Removed(key, vectorKey(action.deletionVector())));
    }
  }

  private boolean resolved(Removed removed) {
    if (index.partitionOf(removed.key()) < 0) {
      return false;
    }
    addRemoved(removed);
    return true;
  }

  private void addRemoved(Removed removed) {
    index.addRemoved(removed.key());
    String vectorKey = removed.vectorKey();
    if (vectorKey != null) {
      int partition = index.partitionOf(removed.key());
      if (partition >= 0) {
        index.addShared(vectorKey, partition);
      } else {
        index.addRemoved(vectorKey);
      }
    }
  }

  private void addFile(String key, FileAction action) {
    String vectorKey = vectorKey(action.deletionVector());
    List<@Nullable String> values = action.partition();
    if (values == null) {
      index.addUnresolved(key);
      if (vectorKey != null) {
        index.addRemoved(vectorKey);
      }
      return;
    }
    int partition = index.partitionId(values);
    index.addFile(key, partition);
    if ((++added & MEASURED_EACH - 1) == 0) {
      IndexTooLargeException.check(index.retainedBytes(), mostBytes);
    }
    if (vectorKey != null) {
      index.addShared(vectorKey, partition);
    }
  }

  private @Nullable String vectorKey(@Nullable DeletionVector vector) {
    if (vector == null) {
      return null;
    }
    return switch (vector.storageType()) {
      case "u" -> {
        int prefixLength = vector.path().length() - ENCODED_UUID;
        if (prefixLength < 0) {
          throw new MalformedLogException("a deletion vector of path " + vector.path());
        }
        String prefix = vector.path().substring(0, prefixLength);
        String name =
            "deletion_vector_"
                + Base85Codec.decodeUUID(vector.path().substring(prefixLength))
                + ".bin";
        yield prefix.isEmpty() ? name : prefix + "/" + name;
      }
      case "p" -> key(vector.path());
      default -> null;
    };
  }

  private @Nullable String key(String path) {
    return switch (LoggedPath.read(path, location)) {
      case LoggedPath.Inside(String relativeKey) -> relativeKey;
      case LoggedPath.Elsewhere(ObjectAddress address) -> CompactTableIndex.keyElsewhere(address);
      case LoggedPath.Outside() -> {
        outside++;
        outsideExample = path;
        yield null;
      }
    };
  }

  /** Tells the operator of paths that were met and are not of the table. */
  void reportOutside(String alias) {
    if (outside > 0) {
      LOG.warn(
          "Table {}: {} paths in the log are neither in the table nor in its sharedLocations,"
              + " and are never given, such as {}",
          alias,
          outside,
          outsideExample);
    }
  }
}
