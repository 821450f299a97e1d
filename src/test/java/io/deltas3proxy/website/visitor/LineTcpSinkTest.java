package io.deltas3proxy.website.visitor;

import static io.deltas3proxy.website.visitor.VisitSamples.FREIBURG;
import static io.deltas3proxy.website.visitor.VisitSamples.published;
import static io.deltas3proxy.website.visitor.VisitSamples.visit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.LinePoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineTcpSinkTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private LineTcpSink sink(Duration deadline) {
    LineTarget.Tcp target = new LineTarget.Tcp("127.0.0.1", server.getLocalPort());
    return new LineTcpSink(target, new LineProtocol("request", Map.of()), deadline);
  }

  private static List<PublishedVisit> visits(String resource) {
    return List.of(published(visit(resource), FREIBURG));
  }

  private static Object resource(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    return LinePoint.parse(reader.readLine() + "\n")
        .getFirst()
        .fields()
        .getOrDefault("resource", "");
  }

  @Test
  void batchesFollowEachOtherOverOneConnection() throws IOException {
    LineTcpSink sink = sink(MINUTE);
    sink.publish(visits("/a"));
    try (Socket socket = server.accept()) {
      assertEquals("/a", resource(socket));
      sink.publish(visits("/b"));
      assertEquals("/b", resource(socket));
      sink.close();
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void aServerThatWentAwayIsConnectedAnew() throws IOException {
    LineTcpSink sink = sink(MINUTE);
    sink.publish(visits("/a"));
    try (Socket socket = server.accept()) {
      assertEquals("/a", resource(socket));
    }
    // Whether the first attempt is told of the end is the network's matter.
    for (int i = 0; i < 2; i++) {
      try {
        sink.publish(visits("/b"));
      } catch (IOException e) {
        assertTrue(i == 0, "it does not connect anew");
      }
    }
    try (Socket socket = server.accept()) {
      assertEquals("/b", resource(socket));
    }
    sink.close();
  }

  @Test
  void aDeadServerIsAnErrorThatEnds() throws IOException {
    LineTcpSink sink = sink(MINUTE);
    server.close();
    assertThrows(IOException.class, () -> sink.publish(visits("/a")));
    sink.close();
  }

  @Test
  void aServerThatDoesNotReadIsNotWaitedForLong() {
    LineTcpSink sink = sink(Duration.ofMillis(200));
    // More than the buffers of both ends take.
    List<PublishedVisit> many =
        Collections.nCopies(20_000, published(visit("/a".repeat(200)), FREIBURG));
    assertThrows(IOException.class, () -> sink.publish(many));
    sink.close();
  }
}
