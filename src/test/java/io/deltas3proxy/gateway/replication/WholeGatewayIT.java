package io.deltas3proxy.gateway.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.GatewayStand;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The queue of the whole product: what one write leaves to it is done, seen and measured. */
@Timeout(180)
class WholeGatewayIT {

  private static final String SETTINGS =
      """
      'requiredReplicas': 3, 'synchronousReplicas': 1, 'pollMillis': 100,
      'managementAccess': 'open', 'immutable': true
      """;

  @TempDir private Path directory;

  private static JsonNode ask(HttpClient client, GatewayStand stand, String method, String path)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stand.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return new ObjectMapper()
        .readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Asks until it is so; the time of the test bounds it. */
  private static JsonNode await(
      HttpClient client, GatewayStand stand, String path, Predicate<JsonNode> wanted)
      throws Exception {
    JsonNode answer = ask(client, stand, "GET", path);
    while (!wanted.test(answer)) {
      Thread.onSpinWait();
      answer = ask(client, stand, "GET", path);
    }
    return answer;
  }

  @Test
  void whatAWriteLeavesIsReplicatedAndADrainTakesNothingAwayThatIsNeeded() throws Exception {
    try (GatewayStand stand = GatewayStand.start(directory, SETTINGS);
        HttpClient client = HttpClient.newHttpClient();
        S3Client s3 = stand.client(GatewayStand.OWNER)) {
      for (int i = 0; i < 5; i++) {
        String key = "key" + i;
        s3.putObject(put -> put.bucket("any").key(key), RequestBody.fromString("content " + key));
      }
      JsonNode done =
          await(
              client,
              stand,
              "/api/replicas/status",
              status ->
                  status
                      .path("replicas")
                      .valueStream()
                      .allMatch(
                          each -> each.path("replication_status").asText().equals("complete")));
      assertEquals(5, done.path("count").asInt());
      assertEquals(15, stand.stored());
      assertEquals(
          "content key3",
          stand
              .server(2)
              .client()
              .getObjectAsBytes(get ->
                  get.bucket(GatewayStand.BUCKET)
                      .key(
                          stand
                              .server(2)
                              .client()
                              .listObjectsV2(
                                  list -> list.bucket(GatewayStand.BUCKET).prefix("key3"))
                              .contents()
                              .getFirst()
                              .key()))
              .asString(StandardCharsets.UTF_8));
      JsonNode queue = ask(client, stand, "GET", "/api/replication/queue/status");
      assertEquals(10, queue.path("completed").asInt());
      JsonNode log = ask(client, stand, "GET", "/api/operations/log?operation_type=PutObject");
      assertTrue(log.path("operations").isArray());
      JsonNode begun =
          ask(client, stand, "POST", "/api/backends/" + GatewayStand.name(2) + "/drain");
      assertEquals(5, begun.path("replicas_at_start").asInt(), begun::toString);
      // Three are required, and two places are left: nothing may be taken away.
      JsonNode stuck =
          await(
              client,
              stand,
              "/api/replication/jobs?status=failed,retrying",
              jobs -> jobs.path("count").asInt() == 5);
      assertEquals(
          "no allowed backend can take another replica now",
          stuck.path("jobs").path(0).path("error_message").asText());
      assertEquals(15, stand.stored());
    }
  }
}
