package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ListedObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checkpoints of all views, each written when it is first listed or read. */
final class WrittenCheckpoints {

  private static final int MOST_FACTS = 10_000;

  private final RewrittenFiles files;
  private final CheckpointWriter writer;

  private final Map<String, CheckpointFacts> facts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CheckpointFacts> eldest) {
          return size() > MOST_FACTS;
        }
      };

  WrittenCheckpoints(RewrittenFiles files, CheckpointWriter writer) {
    this.files = files;
    this.writer = writer;
  }

  /** What is known of a checkpoint; it is written if nothing is. */
  CheckpointFacts facts(Table table, PartitionPolicy policy, List<ListedObject> source)
      throws IOException, TableUnavailableException {
    CheckpointFacts known = known(table, policy, source);
    if (known != null) {
      return known;
    }
    // A file without facts is of no use: it is written again.
    String key = key(table, policy, source);
    files.forget(key);
    try (RewrittenFiles.Lease lease = open(table, policy, source)) {
      CheckpointFacts written = known(table, policy, source);
      if (written == null) {
        throw new IOException(
            "nothing is known of a checkpoint of " + lease.file().size() + " bytes");
      }
      return written;
    }
  }

  @Nullable CheckpointFacts known(Table table, PartitionPolicy policy, List<ListedObject> source) {
    synchronized (facts) {
      return facts.get(key(table, policy, source));
    }
  }

  /** Whether a checkpoint can be read without what it was made of. */
  boolean holds(Table table, PartitionPolicy policy, List<ListedObject> source) {
    return known(table, policy, source) != null && files.holds(key(table, policy, source));
  }

  /** The file of a checkpoint, written unless it is there. */
  RewrittenFiles.Lease open(Table table, PartitionPolicy policy, List<ListedObject> source)
      throws IOException, TableUnavailableException {
    String key = key(table, policy, source);
    return files.made(key, target -> write(key, table, policy, source, target));
  }

  private void write(
      String key, Table table, PartitionPolicy policy, List<ListedObject> source, Path target)
      throws IOException, TableUnavailableException {
    long actions = writer.write(table, source, policy, target);
    CheckpointFacts fresh = new CheckpointFacts(Files.size(target), actions, digest(target));
    CheckpointFacts before;
    synchronized (facts) {
      before = facts.put(key, fresh);
    }
    if (before != null && !before.equals(fresh)) {
      throw new IOException("a checkpoint is another one than was told before");
    }
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = ViewTag.sha256();
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String key(Table table, PartitionPolicy policy, List<ListedObject> source) {
    return ViewTag.of(table, policy, source, "checkpoint");
  }
}
