package io.deltas3proxy.website.cache;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Bytes of one state of a page, in memory, in a file, in both or in neither. */
final class Part {

  private final PartName name;
  private final int length;
  private final Room room;
  private final AtomicReference<byte @Nullable []> memory = new AtomicReference<>();
  private final AtomicReference<@Nullable CacheFile> file = new AtomicReference<>();
  private volatile boolean trusted;
  private volatile long used;

  /**
   * Makes a part that is nowhere yet.
   *
   * @param room that its bytes take in memory
   */
  Part(PartName name, int length, Room room) {
    this.name = name;
    this.length = length;
    this.room = room;
  }

  PartName name() {
    return name;
  }

  int length() {
    return length;
  }

  /** Not to be changed. */
  byte @Nullable [] memory() {
    return memory.get();
  }

  void hold(byte[] bytes) {
    if (memory.compareAndSet(null, bytes)) {
      room.take(bytes.length);
    }
  }

  /** Whether there was something to let go. */
  boolean release() {
    byte[] held = memory.getAndSet(null);
    if (held == null) {
      return false;
    }
    room.give(held.length);
    return true;
  }

  Optional<CacheFile> file() {
    return Optional.ofNullable(file.get());
  }

  /**
   * Gives it its file.
   *
   * @param known whether this process has seen that its bytes are right
   */
  void in(CacheFile written, boolean known) {
    trusted = known;
    file.set(written);
  }

  /** Takes its file away from it. */
  Optional<CacheFile> detach() {
    return Optional.ofNullable(file.getAndSet(null));
  }

  boolean isTrusted() {
    return trusted;
  }

  void trust() {
    trusted = true;
  }

  /** When it was used last, in milliseconds; to the second. */
  long used() {
    return used;
  }

  void touch(long now) {
    if (now - used > 1000) {
      used = now;
    }
  }
}
