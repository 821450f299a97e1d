package io.deltas3proxy.website.cache;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Bytes of one state of a page, in memory, in a file, in both or in neither. */
final class Part {

  private final PartName name;
  private final int length;
  private final Room room;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<@Nullable CacheFile> file = new AtomicReference<>();
  private volatile byte @Nullable [] memory;
  private boolean abandoned;
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
    return memory;
  }

  /** Keeps bytes, unless it keeps them already. */
  void hold(byte[] bytes) {
    lock.lock();
    try {
      if (memory == null) {
        memory = bytes;
        count(bytes.length);
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(long bytes) {
    if (!abandoned) {
      room.take(bytes);
    }
  }

  /** Whether there was something to let go. */
  boolean release() {
    lock.lock();
    try {
      byte[] held = memory;
      memory = null;
      if (held != null) {
        count(-held.length);
      }
      return held != null;
    } finally {
      lock.unlock();
    }
  }

  /** Who reads it now may go on; it takes no room that is counted any more. */
  void abandon() {
    lock.lock();
    try {
      byte[] held = memory;
      if (held != null) {
        count(-held.length);
      }
      abandoned = true;
    } finally {
      lock.unlock();
    }
  }

  Optional<CacheFile> file() {
    return Optional.ofNullable(file.get());
  }

  /**
   * Gives it its file.
   *
   * @param known whether this process has seen that its bytes are right
   * @return the one that it had before
   */
  Optional<CacheFile> in(CacheFile written, boolean known) {
    trusted = known;
    return Optional.ofNullable(file.getAndSet(written));
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
