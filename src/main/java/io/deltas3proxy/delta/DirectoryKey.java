package io.deltas3proxy.delta;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key by which the files of a directory are sealed: random, made once, for the owner alone. */
final class DirectoryKey {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryKey.class);

  private static final int BYTES = 32;

  private final Path directory;
  private final Path file;

  DirectoryKey(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("key");
  }

  /** The key, which is made when there is none. */
  byte[] get() throws IOException {
    Files.createDirectories(directory, ownerOnlyDirectory(directory));
    forbid(directory, Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    Path made = make();
    try {
      return read(made);
    } catch (NoSuchFileException e) {
      link(made);
      return read(made);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private byte[] read(Path made) throws IOException {
    byte[] key = Files.readAllBytes(file);
    forbid(
        file,
        Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE));
    UserPrincipal we = Files.getOwner(made);
    if (!we.equals(Files.getOwner(directory)) || !we.equals(Files.getOwner(file))) {
      throw new IOException(directory + " belongs to somebody else");
    }
    if (key.length != BYTES) {
      throw new IOException(file + " is damaged: delete it, and a new one is made");
    }
    return key;
  }

  /** Makes a key under another name, since other processes may do the same. */
  private Path make() throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path made = directory.resolve("key-" + UUID.randomUUID() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            made,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(directory))) {
      channel.write(ByteBuffer.wrap(key));
      channel.force(true);
    }
    return made;
  }

  /** Of several processes one wins, and its key is whole from the first moment. */
  private void link(Path made) throws IOException {
    try {
      Files.createLink(file, made);
    } catch (FileAlreadyExistsException e) {
      LOG.debug("Another process made the key of {}", directory, e);
    }
  }

  /** What makes a new file its owner's alone, where the file system knows of owners. */
  static FileAttribute<?>[] ownerOnly(Path directory) {
    return attributes(directory, "rw-------");
  }

  private static FileAttribute<?>[] ownerOnlyDirectory(Path directory) {
    return attributes(directory, "rwx------");
  }

  private static FileAttribute<?>[] attributes(Path directory, String permissions) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static void forbid(Path path, Set<PosixFilePermission> forbidden) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (forbidden.stream().anyMatch(permissions::contains)) {
      throw new IOException(
          path + " is open to others: " + PosixFilePermissions.toString(permissions));
    }
  }
}
