package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.KeyOrder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory in the order of their keys. What an entry is, is looked up only when
 * its turn comes: until then its bare name stands for it, which is the least that its key can be; a
 * directory then waits again at its place with a slash. At most {@link #BATCH} names are held; a
 * greater directory is read again for the next ones.
 */
final class DirectoryCursor {

  private static final int BATCH = 4096;

  /**
   * An entry at its place.
   *
   * @param order key without the directory's prefix; a known directory ends with a slash
   * @param state of what it leads to; {@code null} while nobody has looked
   */
  record Candidate(String order, Path path, @Nullable FileState state) {}

  private final Path directory;
  private final String keyPrefix;
  private final EntryFilter filter;
  private final PriorityQueue<Candidate> queue =
      new PriorityQueue<>(Comparator.comparing(Candidate::order, KeyOrder.UTF_8));
  private @Nullable String lastLoaded;
  private boolean more = true;

  /** Which names are worth a look. */
  @FunctionalInterface
  interface EntryFilter {
    boolean accepts(String keyPrefix, String name);
  }

  /**
   * @param directory with no symbolic link
   * @param keyPrefix of all keys in it; ends with a slash, unless empty
   */
  DirectoryCursor(Path directory, String keyPrefix, EntryFilter filter) {
    this.directory = directory;
    this.keyPrefix = keyPrefix;
    this.filter = filter;
  }

  Path directory() {
    return directory;
  }

  String keyPrefix() {
    return keyPrefix;
  }

  /** The next file or directory; {@code null} at the end. Links are followed inside the roots. */
  @Nullable Candidate next(Roots roots) throws IOException {
    while (true) {
      while (more && isLoadDue()) {
        load();
      }
      Candidate candidate = queue.poll();
      if (candidate == null || candidate.state() != null) {
        return candidate;
      }
      Candidate resolved = look(candidate, roots);
      if (resolved != null) {
        queue.add(resolved);
      }
    }
  }

  /** Nothing may pass that could sort after a name that is not loaded yet. */
  private boolean isLoadDue() {
    Candidate first = queue.peek();
    return first == null
        || lastLoaded == null
        || KeyOrder.UTF_8.compare(first.order(), lastLoaded) > 0;
  }

  private void load() throws IOException {
    TreeSet<String> names = new TreeSet<>(KeyOrder.UTF_8);
    more = false;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (isNext(name)
            && !Staging.isReserved(name)
            && filter.accepts(keyPrefix, name)
            && isText(entry, name)) {
          names.add(name);
          if (names.size() > BATCH) {
            names.pollLast();
            more = true;
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      // Removed since its parent was read: it has no keys any more.
      return;
    }
    for (String name : names) {
      queue.add(new Candidate(name, directory.resolve(name), null));
      lastLoaded = name;
    }
  }

  private boolean isNext(String name) {
    return lastLoaded == null || KeyOrder.UTF_8.compare(name, lastLoaded) > 0;
  }

  /** A name whose bytes are no text cannot be asked for either. */
  private boolean isText(Path entry, String name) {
    return name.indexOf('\uFFFD') < 0 || directory.resolve(name).equals(entry);
  }

  private static @Nullable Candidate look(Candidate candidate, Roots roots) throws IOException {
    try {
      Path path = candidate.path();
      FileState state = FileState.read(path);
      if (state.kind() == FileState.Kind.LINK) {
        path = path.toRealPath();
        if (!roots.contain(path)) {
          return null;
        }
        state = FileState.read(path);
      }
      return switch (state.kind()) {
        case FILE -> new Candidate(candidate.order(), path, state);
        case DIRECTORY -> new Candidate(candidate.order() + "/", path, state);
        case LINK, OTHER -> null;
      };
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
