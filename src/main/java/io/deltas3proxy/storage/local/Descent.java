package io.deltas3proxy.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Opens files from a root downwards, each directory in the one that is open already. No link is
 * followed on the way, so that whatever is put in the place of a directory after its path was
 * checked leads nowhere else.
 */
final class Descent {

  private Descent() {}

  /**
   * Opens a file for reading.
   *
   * @param root a directory, with no symbolic link in its path
   * @param file below the root, with no symbolic link in its path when it was checked
   * @throws IOException when there is a link on the way now, or no such file
   */
  static FileChannel open(Path root, Path file) throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
      if (top instanceof SecureDirectoryStream<Path> directory) {
        return open(directory, root.relativize(file));
      }
    }
    // Where the system cannot open in an open directory, a second look has to do.
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      requireNoLink(file);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Refuses a path that has got a symbolic link. */
  static void requireNoLink(Path path) throws IOException {
    if (!path.toRealPath().equals(path)) {
      throw new NoSuchFileException(path.toString(), null, "has become a link");
    }
  }

  private static FileChannel open(SecureDirectoryStream<Path> directory, Path rest)
      throws IOException {
    if (rest.getNameCount() == 1) {
      SeekableByteChannel channel =
          directory.newByteChannel(
              rest, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      if (channel instanceof FileChannel file) {
        return file;
      }
      channel.close();
      throw new IOException("not a file: " + rest);
    }
    try (SecureDirectoryStream<Path> next =
        directory.newDirectoryStream(rest.getName(0), LinkOption.NOFOLLOW_LINKS)) {
      return open(next, rest.subpath(1, rest.getNameCount()));
    }
  }
}
