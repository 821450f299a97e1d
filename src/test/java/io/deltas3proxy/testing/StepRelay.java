package io.deltas3proxy.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a server on this machine and holds what passes at chosen steps: a request before
 * the server gets it, or its answer before the client does. What is told by plain bytes can be
 * chosen: requests of HTTP, and statements of a database.
 */
public final class StepRelay implements AutoCloseable {

  /** What is held back. */
  public enum Step {
    /** What the client sent: the server does not get it. */
    REQUEST,
    /** What the server says to it: done, and not heard of. */
    ANSWER
  }

  private static final int BUFFER = 16_384;
  private static final byte[] CONTINUE = "HTTP/1.1 100".getBytes(StandardCharsets.US_ASCII);

  /** One step, which is held once. */
  public static final class Hold {
    private final Step step;
    private final @Nullable Pattern mark;
    private final Pattern pattern;
    private final AtomicReference<@Nullable Object> marked = new AtomicReference<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Hold(Step step, @Nullable Pattern mark, Pattern pattern) {
      this.step = step;
      this.mark = mark;
      this.pattern = pattern;
    }

    /** Whether it is this what a connection has sent. */
    private boolean takes(Object connection, String text) {
      if (taken.get()) {
        return false;
      }
      if (mark != null && !connection.equals(marked.get())) {
        if (mark.matcher(text).find()) {
          marked.compareAndSet(null, connection);
        }
        return false;
      }
      return pattern.matcher(text).find() && taken.compareAndSet(false, true);
    }

    /** Waits until something is held. */
    public void await() throws InterruptedException {
      if (!reached.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("never came by: " + step + " " + pattern);
      }
    }

    /** Lets it go on. */
    public void release() {
      released.countDown();
    }

    private void hold() throws InterruptedException {
      reached.countDown();
      released.await();
    }
  }

  private final ServerSocket listener;
  private final int target;
  private final Set<Closeable> sockets = ConcurrentHashMap.newKeySet();
  private final List<Hold> holds = new CopyOnWriteArrayList<>();

  /** Listens on a port of its own. */
  public StepRelay(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Holds the next request that a pattern is found in.
   *
   * @param pattern of the bytes as they are sent, for example {@code PUT /lake/t/a\.parquet}
   */
  public Hold hold(Step step, String pattern) {
    return hold(step, null, Pattern.compile(pattern, Pattern.DOTALL));
  }

  /**
   * Holds the next request that a pattern is found in, of the connection that something else has
   * passed before: the end of a transaction that is known by what was done in it.
   */
  public Hold holdAfter(Step step, String mark, String pattern) {
    return hold(
        step, Pattern.compile(mark, Pattern.DOTALL), Pattern.compile(pattern, Pattern.DOTALL));
  }

  private Hold hold(Step step, @Nullable Pattern mark, Pattern pattern) {
    Hold hold = new Hold(step, mark, pattern);
    holds.add(hold);
    return hold;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed, or a client that has gone.
      }
    }
  }

  private void connect(Socket client) {
    AtomicReference<@Nullable Hold> answer = new AtomicReference<>();
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(server);
      Thread back = Thread.ofVirtual().start(() -> copyAnswers(server, client, answer));
      copyRequests(client, server, answer);
      back.join();
    } catch (IOException | InterruptedException e) {
      // Its end is what the other side sees.
    }
  }

  private @Nullable Hold take(Socket connection, byte[] bytes, int length) {
    if (holds.isEmpty()) {
      return null;
    }
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    for (Hold hold : holds) {
      if (hold.takes(connection, text)) {
        return hold;
      }
    }
    return null;
  }

  private void copyRequests(Socket from, Socket to, AtomicReference<@Nullable Hold> answer) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        Hold hold = take(from, buffer, length);
        if (hold != null && hold.step == Step.ANSWER) {
          answer.set(hold);
        } else if (hold != null) {
          hold.hold();
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException | InterruptedException e) {
      // Its end is what the other side sees.
    }
  }

  private static void copyAnswers(Socket from, Socket to, AtomicReference<@Nullable Hold> answer) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        Hold hold = isContinue(buffer, length) ? null : answer.getAndSet(null);
        if (hold != null) {
          hold.hold();
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException | InterruptedException e) {
      // Its end is what the other side sees.
    }
  }

  private static boolean isContinue(byte[] buffer, int length) {
    return length >= CONTINUE.length
        && java.util.Arrays.equals(buffer, 0, CONTINUE.length, CONTINUE, 0, CONTINUE.length);
  }

  /** Ends all connections: what is held never comes. */
  public void cut() throws IOException {
    holds.forEach(hold -> hold.taken.set(true));
    for (Closeable socket : sockets) {
      socket.close();
    }
    holds.forEach(Hold::release);
    holds.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
