package io.deltas3proxy.gateway.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.testing.ManagementServer;
import io.deltas3proxy.testing.ManagementServer.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may manage, and what they are told when they may not. */
class ManagementServletTest {

  private static final List<ManagementRoute> ROUTES =
      List.of(
          new ManagementRoute("GET", "/health", true, ManagementServletTest::shown),
          new ManagementRoute("GET", "/providers", ManagementServletTest::shown),
          new ManagementRoute("POST", "/api/things/{name}", ManagementServletTest::shown),
          new ManagementRoute(
              "GET",
              "/api/broken",
              request -> {
                throw new IllegalStateException("jdbc:secret-place");
              }),
          new ManagementRoute(
              "GET",
              "/api/down",
              request -> {
                throw new MetadataUnavailableException("jdbc:secret-place", new Exception());
              }));

  private static ManagementAnswer shown(ManagementRequest request) {
    return ManagementAnswer.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("by", request.by().name())
            .put("names", String.join(",", request.names())));
  }

  @Test
  void everythingButHealthNeedsAToken() throws Exception {
    try (ManagementServer server = ManagementServer.start(ROUTES, ManagementServer.BY_TOKEN)) {
      assertEquals(200, server.ask("GET", "/health").status());
      assertEquals("ada", server.get("/providers").body().path("by").asText());
      for (Answer refused :
          List.of(
              server.ask("GET", "/providers"),
              server.ask("POST", "/api/things/a"),
              server.ask("GET", "/api/nothing-is-here"),
              server.ask("DELETE", "/providers"),
              server.ask("GET", "/providers", "Bearer 0123456789abcdef0123456789abcdeX"),
              server.ask("GET", "/providers", "Bearer "),
              server.ask("GET", "/providers", "Basic 0123456789abcdef0123456789abcdef"))) {
        assertEquals(401, refused.status());
        assertEquals("A valid bearer token of an administrator is needed", refused.detail());
      }
    }
  }

  @Test
  void whereManagementIsOpenEverybodyMay() throws Exception {
    try (ManagementServer server = ManagementServer.start(ROUTES, new ManagementAccess.Open())) {
      assertEquals("anyone", server.ask("GET", "/providers").body().path("by").asText());
    }
  }

  @Test
  void failuresAreADetail() throws Exception {
    try (ManagementServer server = ManagementServer.start(ROUTES, ManagementServer.BY_TOKEN)) {
      assertEquals("Not Found", server.get("/api/nothing-is-here").detail());
      assertEquals(404, server.get("/api/nothing-is-here").status());
      assertEquals(405, server.send("DELETE", "/providers", "").status());
      assertEquals(400, server.get("/providers?a=%ff").status());
      Answer broken = server.get("/api/broken");
      assertEquals(500, broken.status());
      Answer down = server.get("/api/down");
      assertEquals(503, down.status());
      assertFalse((broken.body() + " " + down.body()).contains("secret-place"));
    }
  }

  @Test
  void namesInPathsAreDecodedOnce() throws Exception {
    try (ManagementServer server = ManagementServer.start(ROUTES, ManagementServer.BY_TOKEN)) {
      assertEquals(
          "a b%20c",
          server.send("POST", "/api/things/a%20b%2520c", "").body().path("names").asText());
    }
  }
}
