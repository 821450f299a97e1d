package io.deltas3proxy.testing;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.storage.ObjectStore;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A backend that works, until it is told how it is to fail. */
public final class FaultyBackend implements GatewayBackend {

  /** What becomes of bodies, at a percentage of their bytes. */
  public enum Fault {
    /** The connection is lost. */
    RESET,
    /** Reads end too early, without an error. */
    END,
    /** A byte is another. */
    CORRUPT,
    /** Nothing moves any more until the fault is over. */
    STALL,
    /** Asks to slow down. */
    SLOW_DOWN,
    /** A write is done, and its answer is lost. */
    ANSWER_LOST,
    /** All of a body is taken at once, and stored when the fault is over. */
    LATE
  }

  record Plan(Fault fault, int percent, CountDownLatch over) {
    long at(long length) {
      return length * percent / 100;
    }

    /** Until the fault is over. */
    void await() throws IOException {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private final Backend description;
  private final ObjectStore inner;
  private final ObjectStore store;
  private volatile boolean usable = true;
  private volatile boolean down;
  private volatile @Nullable Plan reads;
  private volatile @Nullable Plan writes;

  /** One in a zone, with a physical bucket named after it. */
  public FaultyBackend(String name, String zone, boolean primary, ObjectStore inner) {
    this(
        new Backend(
            name,
            "Provider of " + name,
            new Location(zone),
            new Location(zone.substring(0, zone.lastIndexOf('-'))),
            "bucket-" + name,
            primary,
            true,
            false,
            Backend.Capabilities.NONE),
        inner);
  }

  private FaultyBackend(Backend description, ObjectStore inner) {
    this.description = description;
    this.inner = inner;
    this.store = new FaultyStore(this);
  }

  /** The same backend by way of another store. */
  FaultyBackend over(ObjectStore other) {
    return new FaultyBackend(description, other);
  }

  @Override
  public Backend description() {
    return description;
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public boolean isUsable() {
    return usable;
  }

  public void usable(boolean now) {
    usable = now;
  }

  /** Whether it answers at all. */
  public void down(boolean now) {
    down = now;
  }

  public void reads(Fault fault, int percent) {
    reads = new Plan(fault, percent, new CountDownLatch(1));
  }

  public void writes(Fault fault, int percent) {
    writes = new Plan(fault, percent, new CountDownLatch(1));
  }

  /** Ends all faults. */
  public void heal() {
    Plan read = reads;
    Plan write = writes;
    reads = null;
    writes = null;
    down = false;
    usable = true;
    if (read != null) {
      read.over().countDown();
    }
    if (write != null) {
      write.over().countDown();
    }
  }

  ObjectStore inner() {
    return inner;
  }

  boolean isDown() {
    return down;
  }

  @Nullable Plan reads() {
    return reads;
  }

  @Nullable Plan writes() {
    return writes;
  }
}
