package io.deltas3proxy.testing;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a process makes to what outlives it. The process ends, as if it were killed,
 * before or after one of them: none of its threads makes any further call, or gets an answer.
 */
public final class MortalProcess {

  /** Ends each thread of the process; nobody may catch it. */
  public static final class Ended extends Error {
    private static final long serialVersionUID = 1L;

    Ended() {
      super("the process has ended", null, false, false);
    }
  }

  /** What happens at a call. */
  public enum Trouble {
    /** The process ends. */
    END,
    /** The call fails, and whether it was done is not told. */
    FAILURE
  }

  /**
   * When what happens.
   *
   * @param call as {@link #calls} has it
   * @param after whether the call is done
   */
  public record Death(String call, boolean after, Trouble trouble) {}

  private final @Nullable Death death;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Phaser underWay = new Phaser(1);
  private volatile boolean ended;
  private volatile boolean happened;

  /**
   * @param death {@code null} for one that lives
   */
  public MortalProcess(@Nullable Death death) {
    this.death = death;
  }

  /** All calls that were made: the thing, the method, and how often it was called. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public boolean hasEnded() {
    return ended;
  }

  /** Whether it came to what it was told. */
  public boolean hasHappened() {
    return happened;
  }

  /** Waits until no call is under way. */
  public void awaitQuiet() {
    underWay.awaitAdvance(underWay.arrive());
  }

  /** The same thing as this process sees it. */
  public <T> T sees(Class<T> type, String name, T thing) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                call(name, thing, method, arguments == null ? new Object[0] : arguments)));
  }

  /** A backend as this process sees it. */
  public FaultyBackend sees(FaultyBackend backend, ObjectStore inner) {
    return backend.over(sees(ObjectStore.class, backend.description().name(), inner));
  }

  /** A body as this process reads it. */
  public InputStream reads(InputStream body) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      private int readAs(String call, byte[] target, int offset, int length) throws IOException {
        try {
          happen(call, false, body);
          int count = body.read(target, offset, length);
          happen(call, true, body);
          requireAlive();
          return count;
        } catch (IOException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return readAs(begin("body.read"), target, offset, length);
      }
    };
  }

  private @Nullable Object call(String name, Object thing, Method method, Object[] arguments)
      throws Throwable {
    underWay.register();
    try {
      String call = begin(name + "." + method.getName());
      happen(call, false, thing);
      Object result = answer(thing, method, arguments);
      happen(call, true, thing);
      requireAlive();
      return switch (result) {
        case ObjectWriter writer -> sees(ObjectWriter.class, name, writer);
        case null -> null;
        default -> result;
      };
    } finally {
      underWay.arriveAndDeregister();
    }
  }

  private static @Nullable Object answer(Object thing, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(thing, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private String begin(String what) {
    String call = what + " " + counts.merge(what, 1, Integer::sum);
    requireAlive();
    calls.add(call);
    return call;
  }

  private void requireAlive() {
    if (ended) {
      throw new Ended();
    }
  }

  private void happen(String call, boolean after, Object thing) throws Exception {
    if (death == null || !death.call().equals(call) || death.after() != after) {
      return;
    }
    happened = true;
    switch (death.trouble()) {
      case END -> {
        ended = true;
        throw new Ended();
      }
      case FAILURE -> throw failure(after, thing);
    }
  }

  private static Exception failure(boolean after, Object thing) {
    if (thing instanceof ObjectStore || thing instanceof ObjectWriter) {
      return after
          ? new StoreException.Indeterminate("told to lose the answer")
          : new StoreException.Unavailable("told to fail");
    }
    return thing instanceof InputStream
        ? new IOException("told to fail")
        : new MetadataUnavailableException("told to fail", new IOException());
  }
}
