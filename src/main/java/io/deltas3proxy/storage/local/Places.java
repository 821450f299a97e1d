package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds where keys belong, and makes the directories on the way. */
final class Places {

  private final Roots roots;
  private final Clock clock;
  private final Map<Path, Staging> stagings = new HashMap<>();

  Places(Roots roots, Clock clock) {
    this.roots = roots;
    this.clock = clock;
  }

  /** The private directory of the root that a path without links is in; made when it is missing. */
  Staging staging(Path real) throws StoreException {
    Path root = roots.rootOf(real);
    synchronized (stagings) {
      Staging known = stagings.get(root);
      if (known == null) {
        try {
          known = new Staging(root, clock);
        } catch (IOException e) {
          throw LocalFailures.writing(e, root);
        }
        stagings.put(root, known);
      }
      return known;
    }
  }

  /**
   * The place of a key, with all directories above it.
   *
   * @throws StoreException.Invalid when no file can have this key
   */
  Place make(ObjectAddress address) throws StoreException {
    Path path = requirePath(address);
    Path parent = Objects.requireNonNull(path.getParent());
    try {
      return place(address, path, directory(parent, address.key()));
    } catch (IOException e) {
      throw LocalFailures.writing(e, path);
    }
  }

  /** The place of a key whose directory exists; empty otherwise. */
  Optional<Place> find(ObjectAddress address) throws StoreException {
    Optional<Path> path = address.bucket().isEmpty() ? roots.path(address.key()) : Optional.empty();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Path parent = Objects.requireNonNull(path.get().getParent());
    try {
      Path real = roots.real(parent);
      return Files.isDirectory(real)
          ? Optional.of(place(address, path.get(), real))
          : Optional.empty();
    } catch (StoreException.NotFound e) {
      return Optional.empty();
    }
  }

  /** Makes the directory of a key that ends with a slash. */
  void makeDirectory(ObjectAddress address) throws StoreException {
    String key = address.key();
    Path path =
        requirePath(new ObjectAddress(address.bucket(), key.substring(0, key.length() - 1)));
    try {
      directory(path, key);
    } catch (IOException e) {
      throw LocalFailures.writing(e, path);
    }
  }

  /**
   * The path that a key is written as.
   *
   * @throws StoreException.Invalid when no file can have this key
   */
  Path requirePath(ObjectAddress address) throws StoreException {
    if (!address.bucket().isEmpty()) {
      throw new StoreException.NotFound("a directory store has no bucket " + address.bucket());
    }
    return roots
        .path(address.key())
        .orElseThrow(() -> LocalFailures.unfit("no file can have this key", address.key()));
  }

  private Place place(ObjectAddress address, Path path, Path parent) throws StoreException {
    return new Place(address.key(), staging(parent), parent, String.valueOf(path.getFileName()));
  }

  /** The directory at a path, without links; made with all above it, each on the disk. */
  private Path directory(Path path, String key) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path existing = path;
    while (!Files.exists(existing) && existing.getParent() != null) {
      missing.push(Objects.requireNonNull(existing.getFileName()));
      existing = existing.getParent();
    }
    Path real = requireDirectory(existing, key);
    for (Path name : missing) {
      Path next = real.resolve(name);
      try {
        Files.createDirectory(next);
        OpenDirectory.force(real);
      } catch (FileAlreadyExistsException e) {
        // Another writer was faster, or something that is no directory has this name.
      }
      real = requireDirectory(next, key);
    }
    return real;
  }

  private Path requireDirectory(Path path, String key) throws StoreException {
    Path real;
    try {
      real = roots.real(path);
    } catch (StoreException.NotFound e) {
      throw LocalFailures.unfit("below a link that leads nowhere", key);
    }
    if (!Files.isDirectory(real)) {
      throw LocalFailures.unfit("below a file", key);
    }
    return real;
  }
}
