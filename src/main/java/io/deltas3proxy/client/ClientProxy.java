package io.deltas3proxy.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The proxy beside the client: listens, and carries out what each client asks, until it is closed.
 */
public final class ClientProxy implements Closeable {

  private final ServerSocket server;
  private final ClientOptions options;
  private final Connector connector;
  private final RequestLog log;
  private final Semaphore free;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Thread accepting;

  private ClientProxy(ClientOptions options, Consumer<String> out) throws IOException {
    this.options = options;
    connector = new Connector(Trust.sockets(options.authorities()), options.silence());
    log = new RequestLog(out, Clock.systemUTC(), options.quiet());
    free = new Semaphore(options.mostConnections());
    server = new ServerSocket();
    try {
      server.bind(options.listen());
    } catch (IOException e) {
      server.close();
      throw new IOException("cannot listen at " + options.listen() + ": " + e.getMessage(), e);
    }
    accepting = Thread.ofPlatform().name("client-proxy").unstarted(this::accept);
  }

  /** The command {@code client-proxy}. */
  public static void main(String[] arguments) {
    int status = run(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Runs in this process until it is ended.
   *
   * @return the status that the process should end with
   */
  public static int run(String... arguments) {
    if (Set.of(arguments).contains("--help")) {
      System.out.print(ClientOptions.USAGE);
      return 0;
    }
    ClientOptions options;
    try {
      options = ClientOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("client-proxy: " + e.getMessage());
      System.err.print(ClientOptions.USAGE);
      return 2;
    }
    Consumer<String> lines = System.out::println;
    try (ClientProxy proxy = start(options, lines)) {
      System.out.println(
          "Listening at "
              + proxy.server.getLocalSocketAddress()
              + " for "
              + options.destinations().upstream());
      proxy.accepting.join();
      return 0;
    } catch (IOException e) {
      System.err.println("client-proxy: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  static ClientProxy start(ClientOptions options, Consumer<String> out) throws IOException {
    ClientProxy proxy = new ClientProxy(options, out);
    proxy.accepting.start();
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        free.acquire();
      } catch (InterruptedException e) {
        return;
      }
      boolean taken = false;
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().name("client").start(() -> serve(socket));
        taken = true;
      } catch (IOException e) {
        // Closed, or a client that went away before it was accepted.
      } finally {
        if (!taken) {
          free.release();
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (Connection client = new Connection(socket, options.silence())) {
      open.add(client);
      try {
        new ClientSession(client, connector, options.destinations(), log).run();
      } finally {
        open.remove(client);
      }
    } catch (IOException e) {
      // It was gone before it said anything.
    } finally {
      free.release();
    }
  }

  /** Ends it, and what is under way. */
  @Override
  public void close() throws IOException {
    server.close();
    accepting.interrupt();
    open.forEach(Connection::abort);
  }
}
