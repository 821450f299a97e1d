package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.view.LogFileName.Checkpoint;
import io.deltas3proxy.storage.ListedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log that matter, as they were listed.
 *
 * @param commits by version
 * @param checkpoints complete ones by version, each with its files in the order of their parts,
 *     without sidecars
 * @param lastCheckpoint {@code null} when there is none
 */
record LogContents(
    NavigableMap<Long, ListedObject> commits,
    NavigableMap<Long, List<ListedObject>> checkpoints,
    @Nullable ListedObject lastCheckpoint) {

  LogContents {
    commits = Collections.unmodifiableNavigableMap(commits);
    checkpoints = Collections.unmodifiableNavigableMap(checkpoints);
  }

  private record Part(Checkpoint name, ListedObject object) {}

  /**
   * @param objects whatever was listed below the directory
   * @param directory physical key of the log's directory, ending in a slash
   */
  static LogContents of(Collection<ListedObject> objects, String directory) {
    NavigableMap<Long, ListedObject> commits = new TreeMap<>();
    NavigableMap<Long, List<Part>> parts = new TreeMap<>();
    ListedObject last = null;
    for (ListedObject object : objects) {
      switch (LogFileName.parse(object.key().substring(directory.length()))) {
        case LogFileName.Commit commit -> commits.put(commit.version(), object);
        case Checkpoint checkpoint ->
            parts
                .computeIfAbsent(checkpoint.version(), version -> new ArrayList<>())
                .add(new Part(checkpoint, object));
        case LogFileName.LastCheckpoint pointer -> last = object;
        case LogFileName.Other other -> {}
      }
    }
    NavigableMap<Long, List<ListedObject>> complete = new TreeMap<>();
    parts.forEach((version, found) -> {
      List<ListedObject> files = complete(found);
      if (!files.isEmpty()) {
        complete.put(version, files);
      }
    });
    return new LogContents(commits, complete, last);
  }

  /** The files of one complete checkpoint among those of a version; empty when none is complete. */
  private static List<ListedObject> complete(List<Part> found) {
    List<Part> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing((Part part) -> part.name().form())
            .thenComparingInt(part -> part.name().parts())
            .thenComparingInt(part -> part.name().part())
            .thenComparing(part -> part.object().key()));
    for (int first = 0; first < sorted.size(); first++) {
      int count = sorted.get(first).name().parts();
      if (first + count <= sorted.size() && isWhole(sorted.subList(first, first + count))) {
        return sorted.subList(first, first + count).stream().map(Part::object).toList();
      }
    }
    return List.of();
  }

  private static boolean isWhole(List<Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      Checkpoint name = parts.get(i).name();
      if (name.part() != i + 1
          || name.parts() != parts.size()
          || name.form() != parts.getFirst().name().form()) {
        return false;
      }
    }
    return true;
  }

  /** No file at all. */
  static LogContents empty() {
    return new LogContents(new TreeMap<>(), new TreeMap<>(), null);
  }

  /**
   * The files that were cleaned away from the start of the log since. A log that begins with its
   * first commit was not cleaned, though it may be that of another table.
   */
  LogContents cleanedSince(LogContents now) {
    long first = now.commits.isEmpty() ? 0 : now.commits.firstKey();
    if (first == 0) {
      return empty();
    }
    long checkpoint = now.checkpoints.isEmpty() ? first : now.checkpoints.firstKey();
    return new LogContents(
        new TreeMap<>(commits.headMap(first)),
        new TreeMap<>(checkpoints.headMap(checkpoint)),
        null);
  }

  /** Version of the newest commit or checkpoint, -1 for an empty log. */
  long newest() {
    long commit = commits.isEmpty() ? -1 : commits.lastKey();
    return Math.max(commit, checkpoints.isEmpty() ? -1 : checkpoints.lastKey());
  }

  /** These files with those that a listing from a later start found. */
  LogContents with(LogContents later) {
    NavigableMap<Long, ListedObject> allCommits = new TreeMap<>(commits);
    allCommits.putAll(later.commits);
    NavigableMap<Long, List<ListedObject>> allCheckpoints = new TreeMap<>(checkpoints);
    allCheckpoints.putAll(later.checkpoints);
    return new LogContents(allCommits, allCheckpoints, later.lastCheckpoint);
  }
}
