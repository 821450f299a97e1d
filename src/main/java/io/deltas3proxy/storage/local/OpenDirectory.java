package io.deltas3proxy.storage.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory that was reached from its root without following a link, and whose entries are named
 * in the open directory, not by a path: whatever is put in its place later is not touched. Where
 * the system has no such thing, paths are looked at once more before they are used.
 */
final class OpenDirectory implements Closeable {

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);

  private final Path path;
  private final DirectoryStream<Path> stream;
  private final @Nullable SecureDirectoryStream<Path> secure;

  private OpenDirectory(Path path, DirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
    this.secure = stream instanceof SecureDirectoryStream<Path> open ? open : null;
  }

  /**
   * Opens the root or a directory below it.
   *
   * @throws IOException when there is a link on the way, or no such directory
   */
  static OpenDirectory open(Path root, Path directory) throws IOException {
    DirectoryStream<Path> stream = top(root);
    try {
      if (stream instanceof SecureDirectoryStream<Path>) {
        for (Path name : root.relativize(directory)) {
          if (!name.toString().isEmpty()) {
            stream = step(stream, name);
          }
        }
        return new OpenDirectory(directory, stream);
      }
      Descent.requireNoLink(directory);
      return new OpenDirectory(directory, stream);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  // Whoever opens it closes it with the last step.
  @SuppressWarnings("StreamResourceLeak")
  private static DirectoryStream<Path> top(Path root) throws IOException {
    return Files.newDirectoryStream(root);
  }

  private static DirectoryStream<Path> step(DirectoryStream<Path> from, Path name)
      throws IOException {
    if (!(from instanceof SecureDirectoryStream<Path> open)) {
      throw new IOException("cannot open in an open directory: " + name);
    }
    DirectoryStream<Path> next = open.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    from.close();
    return next;
  }

  Path path() {
    return path;
  }

  /** A file that was not there before, for writing. */
  FileChannel create(String name) throws IOException {
    if (secure == null) {
      Descent.requireNoLink(path);
      return FileChannel.open(path.resolve(name), NEW);
    }
    SeekableByteChannel channel = secure.newByteChannel(Path.of(name), NEW);
    if (channel instanceof FileChannel file) {
      return file;
    }
    channel.close();
    throw new IOException("not a file: " + name);
  }

  /** Renames a file in one step; one of the new name is replaced. */
  void move(String name, OpenDirectory target, String newName) throws IOException {
    if (secure != null && target.secure != null) {
      secure.move(Path.of(name), target.secure, Path.of(newName));
    } else {
      Descent.requireNoLink(path);
      Descent.requireNoLink(target.path);
      Files.move(path.resolve(name), target.path.resolve(newName), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Deletes a file or a link, not what it leads to. */
  void delete(String name) throws IOException {
    if (secure != null) {
      secure.deleteFile(Path.of(name));
    } else {
      Descent.requireNoLink(path);
      Files.delete(path.resolve(name));
    }
  }

  /** Deletes an empty directory. */
  void deleteDirectory(String name) throws IOException {
    if (secure != null) {
      secure.deleteDirectory(Path.of(name));
    } else {
      Descent.requireNoLink(path);
      Files.delete(path.resolve(name));
    }
  }

  void setModified(String name, Instant time) throws IOException {
    view(name).setTimes(FileTime.from(time), null, null);
  }

  /** What tells files of one system apart; {@code null} where the system has no such thing. */
  @Nullable Object identity(String name) throws IOException {
    return view(name).readAttributes().fileKey();
  }

  private BasicFileAttributeView view(String name) {
    return secure != null
        ? secure.getFileAttributeView(
            Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        : Files.getFileAttributeView(
            path.resolve(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Waits until the names in this directory are on the disk. */
  void force() throws IOException {
    if (secure == null) {
      force(path);
      return;
    }
    // The directory that was opened, wherever it has been moved to since.
    try (SeekableByteChannel channel =
        secure.newByteChannel(Path.of("."), Set.of(StandardOpenOption.READ))) {
      if (!(channel instanceof FileChannel open)) {
        throw new IOException("cannot be forced: " + path);
      }
      open.force(true);
    }
  }

  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
