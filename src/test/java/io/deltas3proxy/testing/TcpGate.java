package io.deltas3proxy.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands before a server on this machine, and can be shut in the two ways in which servers fail.
 */
public final class TcpGate implements AutoCloseable {

  private enum State {
    OPEN,
    STALLED,
    CUT
  }

  private final int port;
  private volatile ServerSocket listener;
  private volatile int target;
  private final Set<Closeable> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.OPEN;

  /** Listens on a port of its own. */
  public TcpGate(int target) throws IOException {
    this.target = target;
    listener = listen(0);
    port = listener.getLocalPort();
  }

  private ServerSocket listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket(wanted, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(socket));
    return socket;
  }

  public int port() {
    return port;
  }

  /** Everything passes again. */
  public void open() {
    set(State.OPEN);
    if (listener.isClosed()) {
      try {
        listener = listen(port);
      } catch (IOException e) {
        throw new UncheckedIOException("the port is taken", e);
      }
    }
  }

  /** All connections end, and new ones are refused, as by a machine without the server. */
  public void refuse() throws IOException {
    listener.close();
    cut();
  }

  /** All connections end, and new ones lead to another server. */
  public void lead(int otherTarget) throws IOException {
    target = otherTarget;
    cut();
    open();
  }

  /** Connections stay, and nothing comes through, as of a machine that hangs. */
  public void stall() {
    set(State.STALLED);
  }

  /** All connections end, and new ones do as soon as they begin, as of a server that was killed. */
  public void cut() throws IOException {
    set(State.CUT);
    for (Closeable socket : sockets) {
      socket.close();
    }
  }

  private void set(State next) {
    lock.lock();
    try {
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits while nothing may pass; says whether anything may at all. */
  private boolean mayPass() throws InterruptedException {
    lock.lock();
    try {
      while (state == State.STALLED) {
        changed.await();
      }
      return state == State.OPEN;
    } finally {
      lock.unlock();
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed, or a client that has gone.
      }
    }
  }

  private void connect(Socket client) {
    try (client) {
      if (mayPass()) {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
          sockets.add(server);
          Thread back = Thread.ofVirtual().start(() -> copy(server, client));
          copy(client, server);
          back.join();
        }
      }
    } catch (IOException | InterruptedException e) {
      // Its end is what the other side sees.
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0 && mayPass(); length = in.read(buffer)) {
        out.write(buffer, 0, length);
      }
    } catch (IOException | InterruptedException e) {
      // Its end is what the other side sees.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
