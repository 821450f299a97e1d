package io.deltas3proxy.website.visitor;

import static io.deltas3proxy.website.visitor.VisitSamples.FREIBURG;
import static io.deltas3proxy.website.visitor.VisitSamples.TIME;
import static io.deltas3proxy.website.visitor.VisitSamples.published;
import static io.deltas3proxy.website.visitor.VisitSamples.visit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server that speaks MongoDB's wire protocol. */
class MongoSinkIT {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final MongoServer server = new MongoServer(new MemoryBackend());
  private final InetSocketAddress address = server.bind();

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private MongoSettings settings() {
    return new MongoSettings(uri(), "metrics", "request");
  }

  private String uri() {
    return "mongodb://127.0.0.1:" + address.getPort();
  }

  private List<Document> stored() {
    try (MongoClient client = MongoClients.create(uri())) {
      return client.getDatabase("metrics").getCollection("request").find().into(new ArrayList<>());
    }
  }

  @Test
  void aVisitIsOneDocument() throws IOException {
    MongoSink sink = new MongoSink(settings(), DEADLINE);
    PublishedVisit visit = published(visit("/grüße, \"a\"\n"), FREIBURG);
    sink.publish(List.of(visit));
    sink.close();
    Document document = stored().getFirst();
    assertEquals(visit.id(), document.get("_id"));
    assertEquals(Date.from(TIME.truncatedTo(ChronoUnit.MILLIS)), document.get("timestamp"));
    assertEquals("/grüße, \"a\"\n", document.get("resource"));
    assertEquals("GET", document.get("method"));
    assertEquals("text/html", document.get("mimeType"));
    assertEquals("203.0.113.9", document.get("ipaddress"));
    assertEquals(2950L, document.get("size"));
    assertEquals(431_000L, document.get("time"));
    assertEquals(200, document.get("status"));
    assertEquals(true, document.get("compressed"));
    assertEquals(
        new Document(
            Map.of(
                "country", "DE",
                "countryName", "Germany",
                "city", "Freiburg im Breisgau",
                "latitude", 47.9959,
                "longitude", 7.85222)),
        document.get("location"));
    assertNull(document.get("aborted"));
  }

  @Test
  void visitsThatArrivedBeforeAreNotAddedAgain() throws IOException {
    MongoSink sink = new MongoSink(settings(), DEADLINE);
    PublishedVisit first = published(visit("/a"), Location.UNKNOWN);
    PublishedVisit second =
        new PublishedVisit(visit("/b"), first.nanos() + 1, "203.0.113.9", Location.UNKNOWN);
    sink.publish(List.of(first));
    sink.publish(List.of(first, second));
    sink.close();
    assertEquals(
        List.of("/a", "/b"), stored().stream().map(stored -> stored.get("resource")).toList());
    assertFalse(stored().getFirst().containsKey("location"));
  }

  @Test
  void aDeadServerIsAnErrorThatEnds() {
    MongoSink sink = new MongoSink(settings(), Duration.ofMillis(500));
    server.shutdownNow();
    IOException failure =
        assertThrows(
            IOException.class, () -> sink.publish(List.of(published(visit("/"), FREIBURG))));
    assertFalse(failure instanceof RejectedVisitsException);
    sink.close();
  }

  @Test
  void visitsWaitForAServerThatStartsAnew() {
    Duration pause = Duration.ofMillis(10);
    Duration minute = Duration.ofMinutes(1);
    QueueSettings queue = new QueueSettings(100, 10, pause, pause, minute, minute);
    Visits visits =
        new Visits(
            Map.of("mongo", new MongoSink(settings(), Duration.ofSeconds(2))),
            queue,
            Geography.NONE,
            false);
    server.shutdownNow();
    for (int i = 0; i < 25; i++) {
      visits.record(visit(i));
    }
    MongoServer again = new MongoServer(new MemoryBackend());
    again.bind(address);
    try {
      // What waits is published before the end, which waits for at most a minute here.
      while (visits.samples().getFirst().published() < 25) {
        Thread.onSpinWait();
      }
      visits.close();
      assertEquals(25, stored().size());
      assertEquals(0, visits.samples().getFirst().failed());
    } finally {
      again.shutdownNow();
    }
  }

  @Test
  void aClusterThatNobodyFindsIsAnErrorWithoutItsPassword() {
    String seeds = "mongodb+srv://user:p4ss@cluster.example.invalid/";
    MongoSink sink = new MongoSink(new MongoSettings(seeds, "metrics", "request"), DEADLINE);
    IOException failure =
        assertThrows(
            IOException.class, () -> sink.publish(List.of(published(visit("/"), FREIBURG))));
    assertFalse(failure.toString().contains("p4ss"), failure.toString());
    sink.close();
  }

  @Test
  void noPartOfAConnectionStringIsTold() {
    String secret = "mongodb://user:p@ss:word@host";
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> MongoSettings.checkedUri(secret));
    assertEquals("must be a connection string such as mongodb://host:27017", refused.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> MongoSettings.checkedUri("mongodb+srv://u:p4ss@"));
    String seeds = "mongodb+srv://user:p4ss@cluster.example.invalid/?retryWrites=true";
    assertEquals(seeds, MongoSettings.checkedUri(seeds));
    String good = "mongodb://user:p4ss@host:27017/?tls=true";
    assertEquals(good, MongoSettings.checkedUri(good));
    assertEquals(
        "MongoSettings[metrics.request]", new MongoSettings(good, "metrics", "request").toString());
    assertThrows(IllegalArgumentException.class, () -> new MongoSettings(good, "a$b", "request"));
  }
}
