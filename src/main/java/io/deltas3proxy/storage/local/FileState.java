package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.ObjectInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * One state of one path, links not followed: a write that changes a file changes one of these.
 *
 * @param size in bytes
 * @param modified as exact as the file system keeps it
 * @param inode number of the file in its file system; 0 where there is no such thing
 */
record FileState(Kind kind, long size, Instant modified, long inode) {

  enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER
  }

  private static final String VIEW = "unix";
  private static final int TAG_BYTES = 16;
  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/octet-stream");

  static FileState read(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains(VIEW)) {
      Map<String, Object> all =
          Files.readAttributes(
              path,
              VIEW + ":isRegularFile,isDirectory,isSymbolicLink,size,lastModifiedTime,ino",
              LinkOption.NOFOLLOW_LINKS);
      return new FileState(
          kind(is(all, "isRegularFile"), is(all, "isDirectory"), is(all, "isSymbolicLink")),
          all.get("size") instanceof Long size ? size : 0,
          all.get("lastModifiedTime") instanceof FileTime time ? time.toInstant() : Instant.EPOCH,
          all.get("ino") instanceof Long inode ? inode : 0);
    }
    BasicFileAttributes basic =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new FileState(
        kind(basic.isRegularFile(), basic.isDirectory(), basic.isSymbolicLink()),
        basic.size(),
        basic.lastModifiedTime().toInstant(),
        0);
  }

  private static boolean is(Map<String, Object> attributes, String name) {
    return Boolean.TRUE.equals(attributes.get(name));
  }

  private static Kind kind(boolean file, boolean directory, boolean link) {
    if (file) {
      return Kind.FILE;
    }
    if (directory) {
      return Kind.DIRECTORY;
    }
    return link ? Kind.LINK : Kind.OTHER;
  }

  /** With quotes; the ending keeps clients from taking it for the MD5 of the content. */
  String eTag() {
    ByteBuffer state = ByteBuffer.allocate(4 * Long.BYTES);
    state.putLong(size).putLong(modified.getEpochSecond()).putLong(modified.getNano());
    state.putLong(inode);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(state.array());
      return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + "-1\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Instant lastModified() {
    return modified.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * @param kept the headers that the file has kept
   */
  ObjectInfo toInfo(Map<String, String> kept) {
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.putAll(kept);
    return new ObjectInfo(size, eTag(), lastModified(), headers);
  }
}
