package io.deltas3proxy.files;

import io.deltas3proxy.storage.Checksum;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A piece of an upload that was received: in blocks of memory and, from where there are no more, in
 * a file.
 */
final class Chunk implements Piece {

  private static final Logger LOG = LoggerFactory.getLogger(Chunk.class);

  private final BlockPool pool;
  private final List<byte[]> blocks = new ArrayList<>();
  private final Checksum digest = Checksum.md5();
  private @Nullable SpoolFile rest;
  private @Nullable String md5;
  private long inMemory;
  private long size;

  Chunk(BlockPool pool) {
    this.pool = pool;
  }

  /** Where the next bytes go in memory; {@code null} when there is no more of it. */
  byte @Nullable [] room() {
    if (rest != null) {
      return null;
    }
    if (inMemory == (long) blocks.size() * BlockPool.BLOCK_BYTES) {
      byte[] block = pool.take();
      if (block == null) {
        return null;
      }
      blocks.add(block);
    }
    return blocks.getLast();
  }

  /** Position in {@link #room} of the next byte. */
  int position() {
    return (int) (inMemory % BlockPool.BLOCK_BYTES);
  }

  /** So many bytes were put at {@link #position} of {@link #room}. */
  void added(int count) {
    digest.update(blocks.getLast(), position(), count);
    inMemory += count;
    size += count;
  }

  /** Adds bytes behind what is in memory. */
  void spill(Spool spool, byte[] bytes, int count) throws IOException {
    SpoolFile file = rest;
    if (file == null) {
      file = spool.nameless();
      rest = file;
    }
    file.append(bytes, count);
    digest.update(bytes, 0, count);
    size += count;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() {
    List<InputStream> streams = new ArrayList<>();
    long left = inMemory;
    for (byte[] block : blocks) {
      int length = (int) Math.min(block.length, left);
      streams.add(new ByteArrayInputStream(block, 0, length));
      left -= length;
    }
    if (rest != null) {
      streams.add(rest.open(0, rest.size()));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  @Override
  public String md5() {
    String value = md5;
    if (value == null) {
      value = digest.value();
      md5 = value;
    }
    return value;
  }

  @Override
  public void close() {
    blocks.forEach(pool::give);
    blocks.clear();
    SpoolFile file = rest;
    rest = null;
    if (file != null) {
      try {
        file.delete();
      } catch (IOException e) {
        LOG.warn("A file of the spool is not deleted now: {}", e.getMessage());
      }
    }
  }
}
