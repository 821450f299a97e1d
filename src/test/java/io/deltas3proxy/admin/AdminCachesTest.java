package io.deltas3proxy.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltas3proxy.testing.RawHttp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What administrators see of caches, and how they empty them. */
class AdminCachesTest extends AdminServletFixture {

  private JsonNode callers() throws Exception {
    for (JsonNode cache : json(send("GET", "/caches")).path("caches")) {
      if (cache.path("name").asText().equals("callers")) {
        return cache;
      }
    }
    throw new AssertionError("there is no such cache");
  }

  private void ask() {
    String question = "{\"caller\":{\"user\":\"alice\"},\"table\":\"trades\"}";
    assertEquals(200, send("POST", "/explain", question).status());
  }

  @Test
  void whoWasAskedForIsKeptUntilItIsDropped() throws Exception {
    assertEquals(0, callers().path("entries").asInt());
    ask();
    long misses = callers().path("misses").asLong();
    assertTrue(misses > 0);
    long hits = callers().path("hits").asLong();
    ask();
    assertTrue(callers().path("hits").asLong() > hits);
    assertEquals(misses, callers().path("misses").asLong());
    assertEquals(1, callers().path("entries").asInt());
    for (String path : List.of("/caches", "/caches/callers", "/caches/rule-partitions")) {
      assertEquals(204, send("DELETE", path).status());
      assertEquals(0, callers().path("entries").asInt(), path);
      ask();
      assertEquals(++misses, callers().path("misses").asLong(), path);
    }
    assertEquals(3, changes.size());
    assertTrue(changes.getFirst().contains("\"action\":\"caches.drop\",\"target\":\"*\""));
    assertTrue(changes.get(1).contains("\"target\":\"callers\""), changes.toString());
  }

  @Test
  void whatIsNoCacheOrFollowsItsLogIsNotDropped() throws Exception {
    refused(404, "", send("DELETE", "/caches/nothing"));
    refused(409, "", send("DELETE", "/caches/table-indexes"));
    refused(405, "", send("PUT", "/caches"));
    refused(405, "", send("GET", "/caches/callers"));
    refused(400, "?all", send("DELETE", "/caches?all=1"));
    assertEquals(List.of(), changes);
  }

  @Test
  void withoutAValidTokenNothingIsShownOrDropped() throws Exception {
    ask();
    for (String header : List.of("X-None: 1", BEARER + "x", "Authorization: Basic " + TOKEN)) {
      for (String method : List.of("GET", "DELETE")) {
        RawHttp.Answer answer = http.send(method, "/admin/v1/caches", header);
        refused(401, "", answer);
        assertFalse(answer.text().contains("callers"));
      }
    }
    refused(401, "", http.send("DELETE", "/admin/v1/caches/callers"));
    assertEquals(1, callers().path("entries").asInt());
    assertEquals(List.of(), changes);
  }
}
