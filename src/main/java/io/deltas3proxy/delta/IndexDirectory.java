package io.deltas3proxy.delta;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of indexes, for this process and others that are given the same directory. A file is
 * there whole or not at all, only its owner may read it, and it is sealed with a key that is beside
 * it. All together are bounded; those that were not used for the longest time leave.
 *
 * <p>A file is a help and never needed: what cannot be read is deleted, what cannot be written is
 * missing.
 */
public final class IndexDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(IndexDirectory.class);

  private static final String INDEX = ".index";
  private static final String UNFINISHED = ".tmp";

  /** Age at which an unfinished file is one of a process that is gone. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** Puts the content of a file together. */
  @FunctionalInterface
  public interface Writer {
    void write(IndexOutput out) throws IOException;
  }

  /** Takes the content of a file. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(IndexInput in) throws IOException;
  }

  private record Stored(Path file, long bytes, FileTime used) {}

  private final Path directory;
  private final long mostBytes;
  private final Clock clock;
  private final byte[] key;

  private IndexDirectory(Path directory, long mostBytes, Clock clock, byte[] key) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.clock = clock;
    this.key = key;
  }

  /**
   * Opens a directory, which is made when it is not there.
   *
   * @param mostBytes of all files together
   * @throws IOException if it cannot be used, or others than its owner may write to it or read the
   *     key
   */
  public static IndexDirectory open(Path directory, long mostBytes, Clock clock)
      throws IOException {
    byte[] key = new DirectoryKey(directory).get();
    IndexDirectory opened = new IndexDirectory(directory, mostBytes, clock, key);
    opened.makeRoom(0);
    return opened;
  }

  /**
   * Reads a file.
   *
   * @param name letters and digits
   * @return empty when it is not there, or was not written whole by somebody with this key
   */
  public <T> Optional<T> read(String name, Reader<T> reader) {
    Path file = directory.resolve(name + INDEX);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      IndexInput input = new IndexInput(new SealedInput(in, key, name));
      T content = reader.read(input);
      input.end();
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The index in {} is not used: {}", file, e.getMessage());
      LOG.debug("The cause is", e);
      delete(name);
      return Optional.empty();
    }
  }

  /**
   * Writes a file in the place of the one that is there.
   *
   * @param name letters and digits
   * @param bytes that it has at most
   * @param durably is run once the content is taken, before it is made durable
   * @return whether it is there now
   */
  public boolean write(String name, long bytes, Writer writer, Runnable durably) {
    Path unfinished = directory.resolve(name + "-" + UUID.randomUUID() + UNFINISHED);
    try {
      if (bytes > mostBytes) {
        throw new IOException(bytes + " bytes are more than may be kept");
      }
      makeRoom(bytes);
      try (FileChannel channel =
          FileChannel.open(unfinished, NEW_FILE, DirectoryKey.ownerOnly(directory))) {
        OutputStream out = Channels.newOutputStream(channel);
        SealedOutput sealed = new SealedOutput(out, key, name);
        IndexOutput output = new IndexOutput(sealed);
        writer.write(output);
        output.flush();
        sealed.finish();
        durably.run();
        channel.force(true);
      }
      Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
      Files.move(
          unfinished,
          directory.resolve(name + INDEX),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.warn("An index is not kept in {}: {}", directory, e.toString());
      remove(unfinished);
      return false;
    }
  }

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  public void delete(String name) {
    remove(directory.resolve(name + INDEX));
  }

  /** Bytes of all files, those of other processes too. */
  public long bytes() {
    try {
      return stored().stream().mapToLong(Stored::bytes).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private void makeRoom(long bytes) throws IOException {
    List<Stored> all = stored();
    all.sort(Comparator.comparing(Stored::used));
    long sum = bytes + all.stream().mapToLong(Stored::bytes).sum();
    Instant abandoned = clock.instant().minus(ABANDONED);
    for (Stored one : all) {
      boolean unfinished = one.file().toString().endsWith(UNFINISHED);
      if (unfinished ? one.used().toInstant().isBefore(abandoned) : sum > mostBytes) {
        remove(one.file());
        sum -= one.bytes();
      }
    }
    if (sum > mostBytes) {
      throw new IOException("other processes are writing as much as may be kept");
    }
  }

  private List<Stored> stored() throws IOException {
    List<Stored> all = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "*{" + INDEX + "," + UNFINISHED + "}")) {
      for (Path file : files) {
        try {
          all.add(new Stored(file, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (NoSuchFileException e) {
          LOG.trace("Another process deleted {}", file, e);
        }
      }
    }
    return all;
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", file, e.toString());
    }
  }
}
