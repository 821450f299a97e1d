package io.deltas3proxy.testing;

import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
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

  /**
   * When it ends.
   *
   * @param call as {@link #calls} has it
   */
  public record Death(String call, boolean after) {}

  private final @Nullable Death death;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Phaser underWay = new Phaser(1);
  private volatile boolean ended;

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

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        String call = begin("body.read");
        int count = body.read(target, offset, length);
        end(call);
        return count;
      }
    };
  }

  private @Nullable Object call(String name, Object thing, Method method, Object[] arguments)
      throws Throwable {
    underWay.register();
    try {
      String call = begin(name + "." + method.getName());
      Object result = answer(thing, method, arguments);
      end(call);
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
    if (ended) {
      throw new Ended();
    }
    calls.add(call);
    endIf(call, false);
    return call;
  }

  private void end(String call) {
    endIf(call, true);
    if (ended) {
      throw new Ended();
    }
  }

  private void endIf(String call, boolean after) {
    if (death != null && death.call().equals(call) && death.after() == after) {
      ended = true;
      throw new Ended();
    }
  }
}
