package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.SharedLocation;
import io.deltas3proxy.delta.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The form outside of memory of one table's index. */
final class KeptIndex {

  /** Commits after which it is written again: each costs a read when it is read. */
  private static final long MOST_COMMITS = 100;

  /** Time after which it is written again when there was any commit. */
  private static final Duration MOST_AGE = Duration.ofMinutes(10);

  /** Bytes beside those of the index: marks, shape and sealing. */
  private static final long OVERHEAD = 1 << 20;

  private final IndexDirectory directory;
  private final TableForm form;
  private final String name;

  /** What the file has, -1 for nothing. */
  private volatile long version = -1;

  private volatile Instant triedAt = Instant.EPOCH;

  KeptIndex(IndexDirectory directory, Table table, IndexSettings settings) {
    this.directory = directory;
    this.form = new TableForm(table, settings);
    this.name = name(table);
  }

  private static String name(Table table) {
    StringBuilder place = new StringBuilder(table.alias());
    place.append('\n').append(table.location().bucket());
    place.append('\n').append(table.location().path());
    // What is indexed depends on them.
    for (SharedLocation shared : table.location().shared()) {
      place.append('\n').append(shared.bucket()).append('/').append(shared.path());
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(place.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was written last, by this process or another; it has to be followed to be current. */
  Optional<LoadedTable> read() {
    Optional<LoadedTable> read = directory.read(name, form::read);
    version = read.map(loaded -> loaded.index().version()).orElse(-1L);
    return read;
  }

  /** Takes what is in the file for nothing. */
  void delete() {
    directory.delete(name);
    version = -1;
  }

  /** Says that what is in the file is older than its version tells. */
  void outdated() {
    version = -1;
    triedAt = Instant.EPOCH;
  }

  /** Whether so much happened since it was written that it should be written again. */
  boolean isBehind(LoadedTable loaded, Instant now) {
    boolean longAgo = now.isAfter(triedAt.plus(MOST_AGE));
    long commits = loaded.index().version() - version;
    return differs(loaded) && (longAgo || (version >= 0 && commits >= MOST_COMMITS));
  }

  /** Whether anything happened since it was written. */
  boolean differs(LoadedTable loaded) {
    return loaded.index().version() != version;
  }

  /**
   * Writes the index, which must not change until the content is taken. One thread at a time.
   *
   * @param taken is run then
   */
  void write(LoadedTable loaded, Instant now, Runnable taken) {
    long newest = loaded.index().version();
    if (!loaded.marks().endAt(newest)) {
      return;
    }
    triedAt = now;
    long bytes = loaded.index().retainedBytes() + OVERHEAD;
    version = directory.write(name, bytes, out -> form.write(loaded, out), taken) ? newest : -1;
  }
}
