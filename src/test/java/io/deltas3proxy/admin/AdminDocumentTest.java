package io.deltas3proxy.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.RawHttp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is served is what the document says, and nothing besides. */
class AdminDocumentTest extends AdminServletFixture {

  private static final String DATED =
      """
      {"grantee":{"kind":"group","name":"london"},"table":"trades",
       "privileges":["read","write"],"rules":[{"MIC":["XLON",null]},
       {"MIC":{"from":"A","to":"B"}}],"validFrom":"2026-01-01T00:00:00Z",
       "validUntil":"2030-01-01T00:00:00Z"}\
      """;

  private void done(String method, String path) {
    RawHttp.Answer answer = send(method, path);
    assertEquals(2, answer.status() / 100, answer.text());
  }

  private JsonNode done(String method, String path, String body) throws Exception {
    RawHttp.Answer answer = send(method, path, body);
    assertEquals(2, answer.status() / 100, answer.text());
    return json(answer);
  }

  @Test
  void everyOperationOfTheDocumentAnswersAsItSays() throws Exception {
    done("POST", "/users", "{\"name\":\"alice\"}");
    done("POST", "/users", "{\"name\":\"bob\"}");
    done("PATCH", "/users/alice", "{\"disabled\":false}");
    done("POST", "/users/alice/keys", "{\"expiresAt\":\"2030-01-01T00:00:00.5Z\"}");
    done("POST", "/users/alice/keys", "{}");
    done("GET", "/users/alice/keys");
    done("PATCH", "/users/alice/keys/KEY1", "{\"disabled\":true}");
    done("DELETE", "/users/alice/keys/KEY1");
    done("DELETE", "/users/alice/sessions");
    done("POST", "/groups", "{\"name\":\"london\"}");
    done("PUT", "/groups/london/members/alice");
    done("PUT", "/groups/london/members/bob");
    for (String list : List.of("/users", "/groups", "/groups/london/members")) {
      done("GET", list + "?limit=1");
      done("GET", list + "?limit=1&after=alice");
    }
    done("GET", "/users/alice");
    long id = done("POST", "/grants", GRANT).path("id").asLong();
    done("POST", "/grants", GRANT.replace("alice", "nobody"));
    done("PUT", "/grants/" + id, DATED);
    done("GET", "/grants/" + id);
    done("GET", "/grants?limit=1");
    done("GET", "/permissions?limit=1");
    done("GET", "/unreadable-grants?limit=1");
    done("DELETE", "/grants/" + id);
    done("DELETE", "/groups/london/members/alice");
    done("DELETE", "/groups/london");
    explanations();
    done("GET", "/tables");
    done("POST", "/tables/trades/refresh");
    done("GET", "/tables/trades");
    done("GET", "/caches");
    done("DELETE", "/caches");
    done("DELETE", "/caches/callers");
    done("GET", "/audit?limit=1");
    done("DELETE", "/users/alice");
    done("GET", "/openapi.json");
    assertEquals(Set.of(), answers.untried());
  }

  private void explanations() throws Exception {
    done(
        "POST",
        "/grants",
        GRANT.replace("\"user\"", "\"everyone\"").replace(",\"name\":\"alice\"", ""));
    for (String caller :
        List.of("{}", "{\"user\":\"alice\"}", "{\"user\":\"bob\",\"role\":\"x\"}")) {
      String asked = "{\"caller\":" + caller + ",\"table\":\"trades\"";
      done("POST", "/explain", asked + "}");
      done("POST", "/explain", asked + ",\"limit\":1,\"allowed\":true}");
      done("POST", "/explain", asked + ",\"path\":\"a.parquet\"}");
      done("POST", "/explain", asked + ",\"path\":\"_delta_log/0.json\"}");
      done("POST", "/explain", asked + ",\"path\":\"no/such\"}");
    }
    done(
        "POST",
        "/dry-run",
        "{\"table\":\"trades\",\"callers\":[{},{\"user\":\"alice\"}],"
            + "\"at\":\"2026-07-01T00:00:00Z\",\"changes\":[{\"kind\":\"add\",\"grant\":"
            + DATED
            + "},{\"kind\":\"rules\",\"grantee\":{\"kind\":\"everyone\"},\"rules\":[{}]}]}");
  }

  @Test
  void refusalsAreInTheDocumentToo() throws Exception {
    assertEquals(404, send("GET", "/users/nobody").status());
    assertEquals(400, send("POST", "/users", "{").status());
    assertEquals(409, send("DELETE", "/caches/table-indexes").status());
    assertEquals(405, send("PUT", "/caches").status());
    accounts.setDown(true);
    assertEquals(503, send("GET", "/users").status());
    assertFalse(answers.untried().isEmpty());
  }

  @Test
  void whatIsNotInTheDocumentFailsTheseTests() throws Exception {
    JsonNode document = AdminApi.wholeDocument();
    JsonNode user = document.at("/components/schemas/User");
    String good = "{\"name\":\"a\",\"disabled\":false,\"groups\":[\"g\"]}";
    assertEquals(List.of(), problems(document, user, good));
    for (String bad :
        List.of(
            good.replace("\"name\":\"a\",", ""),
            good.replace("false", "\"no\""),
            good.replace("[\"g\"]", "[7]"),
            good.replace("{", "{\"more\":1,"))) {
      assertEquals(1, problems(document, user, bad).size(), bad);
    }
    JsonNode key = document.at("/components/schemas/Key/properties/createdAt");
    assertEquals(1, problems(document, key, "\"yesterday\"").size());
    assertEquals(0, problems(document, key, "\"" + Instant.EPOCH + "\"").size());
    JsonNode unknown = new ObjectMapper().readTree("{\"not\":{}}");
    assertEquals(1, problems(document, unknown, "1").size());
    RawHttp.Answer users = http.get("/admin/v1/users", BEARER);
    assertThrows(AssertionError.class, () -> answers.check("GET", "/groups", users));
  }

  private static List<String> problems(JsonNode document, JsonNode schema, String value)
      throws Exception {
    return SchemaCheck.problems(document, schema, new ObjectMapper().readTree(value));
  }
}
