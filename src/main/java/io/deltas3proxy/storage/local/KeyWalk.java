package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects and common prefixes of a listing, one after the other, read as they are needed. */
final class KeyWalk {

  /** What a walk finds. */
  sealed interface Entry {
    /** One file. */
    record Found(String key, FileState state) implements Entry {}

    /** All keys that start with {@code prefix}, of which there is at least one. */
    record Group(String prefix) implements Entry {}
  }

  private final Roots roots;
  private final ListingRequest request;
  private final Iterator<Roots.Root> starts;
  private final Deque<DirectoryCursor> stack = new ArrayDeque<>();
  private @Nullable String lastGroup;

  KeyWalk(Roots roots, ListingRequest request) {
    this.roots = roots;
    this.request = request;
    this.starts = roots.all().iterator();
  }

  /** The next entry after {@code startAfter}; {@code null} at the end. */
  @Nullable Entry next() throws IOException {
    while (true) {
      DirectoryCursor cursor = stack.peek();
      if (cursor == null) {
        if (!starts.hasNext()) {
          return null;
        }
        start(starts.next());
        continue;
      }
      DirectoryCursor.Candidate candidate = cursor.next(roots);
      if (candidate == null) {
        stack.pop();
        continue;
      }
      Entry entry = consider(cursor, candidate);
      if (entry != null) {
        return entry;
      }
    }
  }

  private void start(Roots.Root root) throws IOException {
    String prefix = request.prefix();
    if (root.prefix().startsWith(prefix)) {
      stack.push(new DirectoryCursor(root.real(), root.prefix(), this::isWorthALook));
    } else if (prefix.startsWith(root.prefix())) {
      String directory = prefix.substring(0, prefix.lastIndexOf('/') + 1);
      Path real = directoryOf(root, directory);
      if (real != null) {
        stack.push(new DirectoryCursor(real, directory, this::isWorthALook));
      }
    }
  }

  private @Nullable Path directoryOf(Roots.Root root, String keyPrefix) throws IOException {
    if (keyPrefix.equals(root.prefix())) {
      return root.real();
    }
    try {
      Path real = roots.resolve(keyPrefix.substring(0, keyPrefix.length() - 1));
      return FileState.read(real).kind() == FileState.Kind.DIRECTORY ? real : null;
    } catch (StoreException.NotFound e) {
      return null;
    }
  }

  /** Whether the name, as a file or as a directory, may hold keys that were asked for. */
  private boolean isWorthALook(String keyPrefix, String name) {
    String asDirectory = keyPrefix + name + "/";
    String prefix = request.prefix();
    String startAfter = request.startAfter();
    return (asDirectory.startsWith(prefix) || prefix.startsWith(asDirectory))
        && (startAfter == null
            || KeyOrder.UTF_8.compare(asDirectory, startAfter) > 0
            || startAfter.startsWith(asDirectory));
  }

  private @Nullable Entry consider(DirectoryCursor cursor, DirectoryCursor.Candidate candidate)
      throws IOException {
    String key = cursor.keyPrefix() + candidate.order();
    FileState state = candidate.state();
    if (state == null || !key.startsWith(request.prefix())) {
      return null;
    }
    boolean directory = state.kind() == FileState.Kind.DIRECTORY;
    String group = groupOf(key);
    if (group != null) {
      return considerGroup(group, directory ? candidate.path() : null);
    }
    if (!directory) {
      return isAfterStart(key) ? new Entry.Found(key, state) : null;
    }
    Path path = candidate.path();
    // A link to a directory that is being walked would lead around for ever.
    if (stack.stream().noneMatch(above -> above.directory().equals(path))) {
      stack.push(new DirectoryCursor(path, key, this::isWorthALook));
    }
    return null;
  }

  private @Nullable Entry considerGroup(String group, @Nullable Path directory) throws IOException {
    boolean wanted = isAfterStart(group) && !group.equals(lastGroup);
    if (wanted && directory != null && !holdsAFile(directory)) {
      return null;
    }
    while (!stack.isEmpty() && stack.element().keyPrefix().startsWith(group)) {
      stack.pop();
    }
    lastGroup = group;
    return wanted ? new Entry.Group(group) : null;
  }

  private @Nullable String groupOf(String key) {
    String delimiter = request.delimiter();
    if (delimiter == null) {
      return null;
    }
    int at = key.indexOf(delimiter, request.prefix().length());
    return at < 0 ? null : key.substring(0, at + delimiter.length());
  }

  private boolean isAfterStart(String key) {
    String startAfter = request.startAfter();
    return startAfter == null || KeyOrder.UTF_8.compare(key, startAfter) > 0;
  }

  /** An empty directory has no key, so it is no common prefix either. */
  private boolean holdsAFile(Path directory) throws IOException {
    Set<Path> seen = new HashSet<>(List.of(directory));
    Deque<DirectoryCursor> open = new ArrayDeque<>();
    open.push(new DirectoryCursor(directory, "", (prefix, name) -> true));
    while (!open.isEmpty()) {
      DirectoryCursor.Candidate candidate = open.element().next(roots);
      if (candidate == null) {
        open.pop();
      } else if (!candidate.order().endsWith("/")) {
        return true;
      } else if (seen.add(candidate.path())) {
        open.push(new DirectoryCursor(candidate.path(), "", (prefix, name) -> true));
      }
    }
    return false;
  }
}
