package io.deltas3proxy.files;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Receives pieces into the memory that all uploads share. An upload whose parts are on their way
 * waits for them when there is no more memory; one that has none goes on in a file, so that
 * somebody slow holds up nobody else.
 */
public final class Receiving {

  private static final int BUFFER = 64 * 1024;

  private final BlockPool memory;
  private final Spool spool;
  private final UploadJournal journal;

  /**
   * Makes it.
   *
   * @param journal of uploads in parts
   */
  public Receiving(BlockPool memory, Spool spool, UploadJournal journal) {
    this.memory = memory;
    this.journal = journal;
    this.spool = spool;
  }

  UploadJournal journal() {
    return journal;
  }

  Spool spool() {
    return spool;
  }

  Chunk chunk() {
    return new Chunk(memory);
  }

  /**
   * Fills a chunk up to a size, or with what is left of the body.
   *
   * @param digests of the whole body
   * @param parts of the same upload; {@code null} while there are none
   */
  void fill(
      Chunk chunk, InputStream body, long most, FileDigests digests, @Nullable PartUploads parts)
      throws IOException {
    byte[] buffer = new byte[0];
    while (chunk.size() < most) {
      byte[] block = chunk.room();
      if (block == null && parts != null && parts.isBusy()) {
        parts.awaitOne();
        continue;
      }
      byte[] target = block;
      int at = 0;
      if (target == null) {
        buffer = buffer.length == 0 ? new byte[BUFFER] : buffer;
        target = buffer;
      } else {
        at = chunk.position();
      }
      int wanted = (int) Math.min(target.length - at, most - chunk.size());
      int read = body.read(target, at, wanted);
      if (read < 0) {
        return;
      }
      digests.update(target, at, read);
      if (block == null) {
        chunk.spill(spool, target, read);
      } else {
        chunk.added(read);
      }
    }
  }
}
