package io.deltas3proxy.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before an S3 server and refuses, as AWS does, what comes with a signature in its headers
 * and another in its query. Requests without a body alone.
 */
final class OneMechanismStore implements AutoCloseable {

  private static final String REFUSAL =
      "<Error><Code>InvalidArgument</Code><Message>One mechanism alone</Message></Error>";

  private final ServerSocket server;
  private final URI store;
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  private OneMechanismStore(ServerSocket server, URI store) {
    this.server = server;
    this.store = store;
  }

  static OneMechanismStore before(URI store) throws IOException {
    OneMechanismStore started =
        new OneMechanismStore(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), store);
    Thread.ofVirtual().start(started::accept);
    return started;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Requests that were refused so far. */
  int refused() {
    return refused.get();
  }

  /** Reads by presigned URLs that were passed on so far. */
  int presigned() {
    return passed.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket accepted) {
    try (Socket client = accepted) {
      Head head = HeadReader.read(client.getInputStream());
      if (head == null) {
        return;
      }
      Optional<String> authorization = head.first("Authorization");
      boolean inQuery = head.start().contains("X-Amz-Signature=");
      OutputStream out = client.getOutputStream();
      if (authorization.isPresent() && inQuery) {
        refused.incrementAndGet();
        out.write(
            ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/xml\r\n"
                    + "Content-Length: "
                    + REFUSAL.length()
                    + "\r\n\r\n"
                    + REFUSAL)
                .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      if (inQuery) {
        passed.incrementAndGet();
      }
      pass(head, out);
    } catch (IOException e) {
      // One of the two went away.
    }
  }

  /** One request on a connection of its own, which ends with the answer. */
  private void pass(Head head, OutputStream out) throws IOException {
    StringBuilder sent = new StringBuilder(head.start()).append("\r\n");
    head.fields().stream()
        .filter(field -> !field.name().equalsIgnoreCase("Connection"))
        .forEach(
            field -> sent.append(field.name()).append(": ").append(field.value()).append("\r\n"));
    sent.append("Connection: close\r\n\r\n");
    try (Socket behind = new Socket(store.getHost(), store.getPort());
        InputStream answer = behind.getInputStream()) {
      behind.getOutputStream().write(sent.toString().getBytes(StandardCharsets.ISO_8859_1));
      answer.transferTo(out);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
