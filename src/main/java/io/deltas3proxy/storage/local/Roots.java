package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The directories that may be opened. A key must name a path below one of them as it is written,
 * and still be below one of them when all symbolic links are followed.
 */
final class Roots {

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 4095;

  /**
   * @param prefix of all keys below it; ends with a slash
   * @param real with no symbolic link
   */
  record Root(String prefix, Path real) {}

  private final List<Root> roots;

  /** Takes existing directories; one below another adds nothing and is dropped. */
  Roots(List<Path> directories) {
    List<Root> all = new ArrayList<>();
    for (Path directory : directories) {
      Path absolute = directory.toAbsolutePath().normalize();
      if (!Files.isDirectory(absolute)) {
        throw new IllegalArgumentException("not a directory: " + absolute);
      }
      String key = keyOf(absolute);
      try {
        all.add(new Root(key.isEmpty() ? "" : key + "/", absolute.toRealPath()));
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot be read: " + absolute, e);
      }
    }
    this.roots =
        all.stream()
            .distinct()
            .filter(root -> all.stream().noneMatch(other -> isStrictlyBelow(root, other)))
            .sorted(Comparator.comparing(Root::prefix, KeyOrder.UTF_8))
            .toList();
  }

  private static boolean isStrictlyBelow(Root root, Root other) {
    return !root.prefix().equals(other.prefix()) && root.prefix().startsWith(other.prefix());
  }

  static String keyOf(Path absolute) {
    return absolute.toString().substring(1);
  }

  /** In the order of their prefixes; none is below another. */
  List<Root> all() {
    return roots;
  }

  /** Whether a path without symbolic links is one of the roots or below one. */
  boolean contain(Path real) {
    return roots.stream()
        .anyMatch(root -> real.startsWith(root.real()) && isOpen(root.real().relativize(real)));
  }

  private static boolean isOpen(Path path) {
    for (Path name : path) {
      if (Staging.isReserved(name.toString())) {
        return false;
      }
    }
    return true;
  }

  /**
   * The root that a path without symbolic links is in.
   *
   * @throws StoreException.NotFound when it is in none
   */
  Path rootOf(Path real) throws StoreException {
    return roots.stream()
        .map(Root::real)
        .filter(real::startsWith)
        .findFirst()
        .orElseThrow(() -> new StoreException.NotFound("leads out of the roots: " + real));
  }

  /**
   * The path, without symbolic links, that a key names.
   *
   * @throws StoreException.NotFound when there is none inside the roots
   * @throws StoreException.Denied when a directory on the way may not be entered
   */
  Path resolve(String key) throws StoreException {
    return real(path(key).orElseThrow(() -> missing(key)));
  }

  /**
   * The same path without symbolic links.
   *
   * @throws StoreException.NotFound when there is none inside the roots
   * @throws StoreException.Denied when a directory on the way may not be entered
   */
  Path real(Path path) throws StoreException {
    String key = keyOf(path);
    try {
      Path real = path.toRealPath();
      if (!contain(real)) {
        throw new StoreException.NotFound("leads out of the roots: " + path);
      }
      return real;
    } catch (StoreException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw missing(key);
    } catch (AccessDeniedException e) {
      throw new StoreException.Denied("not readable: " + path);
    } catch (IOException e) {
      if (isBelowAFile(path) || isLoop(e)) {
        throw missing(key);
      }
      throw new StoreException.Unavailable("cannot be resolved: " + path, e);
    }
  }

  /** What the system says of links that lead to each other. */
  private static boolean isLoop(IOException e) {
    return e instanceof FileSystemException failure
        && String.valueOf(failure.getReason()).contains("symbolic link");
  }

  static StoreException.NotFound missing(String key) {
    return new StoreException.NotFound("no such file: /" + key);
  }

  /** The path as it is written, when it is one that a file system can hold, inside the roots. */
  Optional<Path> path(String key) {
    if (roots.stream().noneMatch(root -> key.startsWith(root.prefix()))
        || key.getBytes(StandardCharsets.UTF_8).length >= LONGEST_PATH) {
      return Optional.empty();
    }
    for (String segment : key.split("/", -1)) {
      if (!isName(segment)) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(Path.of("/" + key));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Whether a segment of a key means exactly itself to the file system. */
  static boolean isName(String segment) {
    return !segment.isEmpty()
        && !segment.equals(".")
        && !segment.equals("..")
        && !Staging.isReserved(segment)
        && segment.indexOf('\0') < 0
        && segment.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  private static boolean isBelowAFile(Path path) {
    for (Path up = path.getParent(); up != null; up = up.getParent()) {
      if (Files.isRegularFile(up)) {
        return true;
      }
    }
    return false;
  }
}
