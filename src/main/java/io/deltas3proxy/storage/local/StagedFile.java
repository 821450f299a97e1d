package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that has no key yet. It is gone when it is closed, unless it was published. */
final class StagedFile implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);
  private static final int BUFFER = 1 << 16;

  private final Staging staging;
  private final OpenDirectory directory;
  private final String name;
  private final FileChannel channel;

  private StagedFile(Staging staging, OpenDirectory directory, String name, FileChannel channel) {
    this.staging = staging;
    this.directory = directory;
    this.name = name;
    this.channel = channel;
  }

  static StagedFile create(Staging staging) throws StoreException {
    Path place = staging.temporary();
    try {
      OpenDirectory directory = staging.open(place);
      try {
        String name = UUID.randomUUID().toString();
        return new StagedFile(staging, directory, name, directory.create(name));
      } catch (IOException e) {
        directory.close();
        throw e;
      }
    } catch (IOException e) {
      throw LocalFailures.writing(e, place);
    }
  }

  Path path() {
    return directory.path().resolve(name);
  }

  String name() {
    return name;
  }

  OpenDirectory directory() {
    return directory;
  }

  FileChannel channel() {
    return channel;
  }

  /**
   * Writes a body and compares its length and its digests.
   *
   * @return the checksums of the body, by the names of their headers
   * @throws IOException what reading the body throws, as it is
   */
  Map<String, String> write(PutRequest request, InputStream body) throws IOException {
    BodyDigests digests = new BodyDigests(request);
    byte[] buffer = new byte[Math.clamp(request.length(), 1, BUFFER)];
    long written = 0;
    int count = body.read(buffer);
    while (count >= 0) {
      written += count;
      if (written > request.length()) {
        throw new StoreException.Invalid(Fault.INVALID_REQUEST, "the body is longer than named");
      }
      digests.update(buffer, count);
      append(ByteBuffer.wrap(buffer, 0, count));
      count = body.read(buffer);
    }
    if (written < request.length()) {
      throw new StoreException.Invalid(
          Fault.INCOMPLETE_BODY, written + " bytes of " + request.length());
    }
    return digests.finish();
  }

  private void append(ByteBuffer bytes) throws StoreException {
    try {
      while (bytes.hasRemaining()) {
        int count = channel.write(bytes);
        if (count <= 0) {
          throw new IOException("nothing more can be written");
        }
      }
    } catch (IOException e) {
      throw LocalFailures.writing(e, path());
    }
  }

  /**
   * Gives it a time that no other file of this root got from this process, and its headers; returns
   * when all of it is on the disk.
   *
   * @param headers of the request
   * @param checksums that are known to be right
   */
  FileState seal(Map<String, String> headers, Map<String, String> checksums) throws StoreException {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(checksums);
    Map<String, String> kept = FileHeaders.kept(all);
    try {
      directory.setModified(name, staging.nextTime());
      FileState state = FileState.read(path());
      if (staging.keepsHeaders() && !kept.isEmpty()) {
        FileHeaders.write(path(), state, kept);
      }
      channel.force(true);
      return state;
    } catch (IOException e) {
      throw LocalFailures.writing(e, path());
    }
  }

  /** What tells this file from others; {@code null} where the system has no such thing. */
  @Nullable Object identity() throws IOException {
    return directory.identity(name);
  }

  @Override
  public void close() {
    try (directory;
        channel) {
      directory.delete(name);
    } catch (NoSuchFileException e) {
      // It was published by its new name.
    } catch (IOException e) {
      // What it did is done; the name is deleted when the next process starts.
      LOG.warn("cannot be deleted: {}", path(), e);
    }
  }
}
