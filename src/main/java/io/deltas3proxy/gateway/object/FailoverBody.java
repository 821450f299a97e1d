package io.deltas3proxy.gateway.object;

import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some bytes of a version, from one replica after the other: where one breaks, the next goes on at
 * the same byte. A whole body that is not what was stored never comes to its end.
 */
final class FailoverBody extends InputStream {

  private static final Logger LOG = LoggerFactory.getLogger(FailoverBody.class);

  /** The entity tag of a body that was sent as one, for example {@code "<32 digits>"}. */
  private static final Pattern MD5 = Pattern.compile("\"[0-9a-f]{32}\"");

  /** Bytes after which a body that breaks has as many tries as in the beginning. */
  private static final long WORTHWHILE = 16L << 20;

  private final ReplicaSource source;
  private final long first;
  private final long end;
  private final boolean checked;
  private long next;
  private long tried;
  private BodyDigest digest;
  private ReplicaSource.@Nullable Opened opened;
  private boolean closed;

  /**
   * @param first position of the first byte
   * @param end position behind the last byte
   */
  FailoverBody(ReplicaSource source, long first, long end) {
    this.source = source;
    this.first = first;
    this.end = end;
    this.next = first;
    this.tried = first;
    this.checked =
        first == 0 && end == source.version().size() && md5(source.version().eTag()) != null;
    this.digest = digest();
  }

  /** The MD5 that an entity tag is, in hex; {@code null} for that of a body of several parts. */
  static @Nullable String md5(String eTag) {
    return MD5.matcher(eTag).matches() ? eTag.substring(1, eTag.length() - 1) : null;
  }

  private BodyDigest digest() {
    return new BodyDigest(end - first, Map.of(), null);
  }

  /** Opens the replica that begins. */
  Place start() throws StoreException {
    ReplicaSource.Opened begun = source.next(first, end);
    opened = begun;
    return begun.place();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    if (length == 0) {
      return 0;
    }
    while (next < end) {
      ReplicaSource.Opened from = opened == null ? reopen() : opened;
      int count = readFrom(from, target, offset, (int) Math.min(length, end - next));
      if (count > 0 && isGood(target, offset, count)) {
        next += count;
        return count;
      }
    }
    return -1;
  }

  private ReplicaSource.Opened reopen() throws StoreException {
    if (next - tried >= WORTHWHILE) {
      source.renew();
    }
    tried = next;
    ReplicaSource.Opened again = source.next(next, end);
    opened = again;
    return again;
  }

  /** How many bytes came; 0 where the replica broke. */
  private int readFrom(ReplicaSource.Opened from, byte[] target, int offset, int length) {
    try {
      int count = from.content().body().read(target, offset, length);
      if (count > 0) {
        return count;
      }
      LOG.warn("A replica on {} ended at byte {} of {}", from.place().name(), next, end);
    } catch (IOException e) {
      LOG.warn(
          "A replica on {} broke at byte {} of {}: {}",
          from.place().name(),
          next,
          end,
          e.getMessage());
    }
    leave();
    return 0;
  }

  /** The last bytes are given only when all of the body is what it should be. */
  private boolean isGood(byte[] target, int offset, int count) throws StoreException {
    if (!checked) {
      return true;
    }
    digest.update(target, offset, count);
    if (next + count < end) {
      return true;
    }
    digest.end();
    if (digest.body().eTag().equals(source.version().eTag())) {
      return true;
    }
    leave();
    source.corrupt();
    if (next > first) {
      throw new StoreException.Unavailable("the body is not what was stored");
    }
    // Nothing was given yet: another replica may have it right.
    digest = digest();
    return false;
  }

  private void leave() {
    ReplicaSource.Opened left = opened;
    opened = null;
    if (left != null) {
      ReplicaSource.close(left.content());
    }
  }

  @Override
  public void close() {
    closed = true;
    leave();
  }
}
