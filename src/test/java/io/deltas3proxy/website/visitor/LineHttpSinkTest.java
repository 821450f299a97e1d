package io.deltas3proxy.website.visitor;

import static io.deltas3proxy.website.visitor.VisitSamples.FREIBURG;
import static io.deltas3proxy.website.visitor.VisitSamples.published;
import static io.deltas3proxy.website.visitor.VisitSamples.visit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.testing.LineServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineHttpSinkTest {

  private static final String QUERY = "/api/v2/write?org=o&bucket=b&precision=ns";
  private static final List<PublishedVisit> VISITS =
      List.of(published(visit("/a"), FREIBURG), published(visit("/b"), FREIBURG));

  private LineServer server;

  @BeforeEach
  void start() throws IOException {
    server = LineServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LineHttpSink sink(String uri, Duration deadline) {
    LineTarget.Http target =
        new LineTarget.Http(URI.create(uri + QUERY), Optional.of("Token s3cr3t"));
    return new LineHttpSink(target, new LineProtocol("request", Map.of()), deadline);
  }

  @Test
  void aBatchIsOneRequestWithTheToken() throws IOException {
    LineHttpSink sink = sink(server.uri(), Duration.ofSeconds(10));
    sink.publish(VISITS);
    sink.close();
    LineServer.Write write = server.writes().getFirst();
    assertEquals(QUERY, write.target());
    assertEquals(List.of("Token s3cr3t"), write.authorization());
    assertEquals(
        List.of("/a", "/b"),
        write.points().stream().map(point -> point.fields().get("resource")).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void whatTheDatabaseRefusesIsNotTriedAgain(int status) {
    server.answer(status);
    LineHttpSink sink = sink(server.uri(), Duration.ofSeconds(10));
    assertEquals(
        2, assertThrows(RejectedVisitsException.class, () -> sink.publish(VISITS)).rejected());
    sink.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 401, 404, 429, 500, 503})
  void whatMayGoAwayIsTriedAgainAndNoTokenIsTakenElsewhere(int status) throws IOException {
    server.answer(status);
    LineHttpSink sink = sink(server.uri(), Duration.ofSeconds(10));
    IOException failure = assertThrows(IOException.class, () -> sink.publish(VISITS));
    assertFalse(failure instanceof RejectedVisitsException);
    sink.publish(VISITS);
    sink.close();
    assertEquals(
        List.of(QUERY, QUERY), server.writes().stream().map(LineServer.Write::target).toList());
    // The same lines, so that the database has each visit once.
    assertEquals(server.writes().get(0).points(), server.writes().get(1).points());
  }

  @Test
  void aDatabaseThatIsSilentIsNotWaitedForLong() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LineHttpSink sink = sink("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(200));
      assertThrows(IOException.class, () -> sink.publish(VISITS));
      sink.close();
    }
  }

  @Test
  void aTargetDoesNotShowItsToken() {
    LineTarget.Http target =
        new LineTarget.Http(URI.create("http://db:8086/write"), Optional.of("Token s3cr3t"));
    assertEquals("Http[db]", target.toString());
  }
}
