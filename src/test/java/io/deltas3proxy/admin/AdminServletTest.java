package io.deltas3proxy.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.Privilege;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.audit.AuditPosition;
import io.deltas3proxy.audit.AuditSearch;
import io.deltas3proxy.testing.RawHttp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What administrators get over HTTP, and what nobody else gets. */
class AdminServletTest extends AdminServletFixture {

  private static final Pattern NAME = Pattern.compile("\\{\\w+}");

  @Test
  void theTrailIsSearchedWithinBounds() throws Exception {
    JsonNode page =
        json(
            send(
                "GET",
                "/audit?user=alice&table=trades&result=denied&from=2026-01-01T00:00:00Z"
                    + "&until=2026-02-01T01:00:00%2B01:00&limit=7&after=9-2"));
    assertEquals(NOW.toString(), page.at("/records/0/time").asText(), page.toString());
    assertEquals("7-3", page.path("after").asText());
    AuditSearch.Period january =
        new AuditSearch.Period(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));
    assertEquals(
        List.of(new AuditSearch("alice", "trades", "denied", january, new AuditPosition(9, 2), 7)),
        trail.searches);
    for (String wrong :
        List.of(
            "limit=1001",
            "limit=0",
            "from=today",
            "until=",
            "after=x",
            "path=x",
            "user=a&user=b")) {
      refused(400, "?" + wrong.replaceAll("=.*", ""), send("GET", "/audit?" + wrong));
    }
    assertEquals(1, trail.searches.size());
    assertEquals(401, http.get("/admin/v1/audit").status());
    trail.broken = true;
    RawHttp.Answer unavailable = send("GET", "/audit");
    assertEquals(503, unavailable.status());
    assertFalse(unavailable.text().contains("secret-place"), unavailable.text());
  }

  @Test
  void rowsOfPermissionsAreShownAndThoseThatAllowNothingAreNamed() throws Exception {
    JsonNode rows = json(send("GET", "/permissions"));
    assertEquals(5, rows.at("/permissions/0/id").asInt(), rows.toString());
    assertEquals("read", rows.at("/permissions/0/privileges/0").asText());
    assertEquals(0, json(send("GET", "/permissions?after=5")).path("permissions").size());
    JsonNode unreadable = json(send("GET", "/unreadable-grants"));
    assertEquals("permission 6", unreadable.at("/rows/0/name").asText(), unreadable.toString());
    refused(405, "", send("DELETE", "/permissions"));
  }

  @Test
  void aGrantForANameThatNobodyHasCarriesAWarning() throws Exception {
    assertEquals(1, json(send("POST", "/grants", GRANT)).path("warnings").size());
    accounts.addUser("alice");
    assertFalse(json(send("POST", "/grants", GRANT)).has("warnings"));
  }

  @Test
  void failuresOfOneIpv6NetworkCountTogether() {
    FailedAttempts failures = new FailedAttempts(clock);
    for (int i = 0; i < FailedAttempts.MOST; i++) {
      failures.add("2001:db8:0:7::" + Integer.toHexString(i + 1));
    }
    assertTrue(failures.tooMany("2001:db8:0:7:ffff::1"));
    assertFalse(failures.tooMany("2001:db8:0:8::1"));
    assertFalse(failures.tooMany("192.0.2.1"));
  }

  @Test
  void aUserWithAKeyIsMadeAndTheSecretIsShownOnceAndNeverLogged() throws Exception {
    assertEquals(201, send("POST", "/users", "{\"name\":\"alice\"}").status());
    RawHttp.Answer made = send("POST", "/users/alice/keys", "{}");
    assertEquals(201, made.status());
    String secret = json(made).path("secretAccessKey").asText();
    assertEquals("the-secret-of-KEY1", secret);
    assertFalse(send("GET", "/users/alice/keys").text().contains(secret));
    String path = "/users/alice/keys/KEY1";
    assertTrue(json(send("PATCH", path, "{\"disabled\":true}")).path("disabled").asBoolean());
    assertEquals(204, send("DELETE", path).status());
    assertEquals(404, send("DELETE", path).status());
    assertFalse(changes.toString().contains(secret));
    assertEquals(
        List.of("users.add", "keys.create", "keys.disable", "keys.remove"),
        changes.stream()
            .map(line -> line.replaceAll(".*\"action\":\"([^\"]+)\".*", "$1"))
            .toList());
    assertTrue(changes.stream().allMatch(line -> line.contains("\"administrator\":\"ada\"")));
  }

  @Test
  void aKeyIsNotReachedThroughAnotherUser() throws Exception {
    accounts.addUser("alice");
    accounts.addUser("bob");
    accounts.createKey("alice", null);
    refused(404, "", send("DELETE", "/users/bob/keys/KEY1"));
    refused(404, "", send("PATCH", "/users/bob/keys/KEY1", "{\"disabled\":true}"));
    assertFalse(accounts.keys("alice").getFirst().disabled());
  }

  @Test
  void namesAreWhateverTheyAreAndDecodedOnce() throws Exception {
    for (String name : List.of("x'; DROP TABLE users;--", "Zoë/Łódź", "%41", "a+b \"c\"\n")) {
      String body = new ObjectMapper().writeValueAsString(Map.of("name", name));
      assertEquals(201, send("POST", "/users", body).status());
      StringBuilder path = new StringBuilder("/users/");
      for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
        path.append(String.format("%%%02X", octet));
      }
      RawHttp.Answer answer = send("GET", path.toString());
      assertEquals(name, json(answer).path("name").asText(), answer.text());
    }
    assertEquals(4, accounts.users(null, 10).size());
    assertTrue(changes.stream().allMatch(line -> line.lines().count() == 1));
  }

  @Test
  void groupsHaveMembers() throws Exception {
    accounts.addUser("alice");
    assertEquals(201, send("POST", "/groups", "{\"name\":\"london\"}").status());
    refused(409, "", send("POST", "/groups", "{\"name\":\"london\"}"));
    assertEquals(204, send("PUT", "/groups/london/members/alice").status());
    refused(404, "", send("PUT", "/groups/london/members/nobody"));
    assertEquals("alice", json(send("GET", "/groups/london/members")).at("/members/0").asText());
    assertEquals("london", json(send("GET", "/users/alice")).at("/groups/0").asText());
    assertEquals(204, send("DELETE", "/groups/london/members/alice").status());
    assertEquals(204, send("DELETE", "/groups/london").status());
    refused(404, "", send("GET", "/groups/london/members"));
  }

  @Test
  void grantsAreMadeReplacedAndRemoved() throws Exception {
    JsonNode made = json(send("POST", "/grants", GRANT));
    assertEquals("read", made.at("/privileges/0").asText());
    assertEquals("XLON", made.at("/rules/0/MIC").asText());
    String path = "/grants/" + made.path("id").asLong();
    String everyone =
        """
        {"grantee":{"kind":"everyone"},"table":"trades","privileges":["read","write"],
         "rules":[{}],"validUntil":"2030-01-01T00:00:00Z"}\
        """;
    assertEquals("everyone", json(send("PUT", path, everyone)).at("/grantee/kind").asText());
    assertEquals("2030-01-01T00:00:00Z", json(send("GET", path)).path("validUntil").asText());
    assertEquals(1, json(send("GET", "/grants")).path("grants").size());
    assertEquals(204, send("DELETE", path).status());
    refused(404, "", send("GET", path));
    refused(400, "id", send("GET", "/grants/1%20OR%201=1"));
    assertTrue(changes.get(1).contains("XLON"), "the change tells what was before");
  }

  @Test
  void aGrantNamesEachPrivilegeAndNoOther() throws Exception {
    String body =
        """
        {"grantee":{"kind":"everyone"},"table":"trades","rules":[{}],"privileges":[%s]}\
        """;
    JsonNode all =
        json(
            send(
                "POST",
                "/grants",
                body.formatted("'maintain','write','alter','read'".replace('\'', '"'))));
    assertEquals("[\"read\",\"write\",\"alter\",\"maintain\"]", all.path("privileges").toString());
    JsonNode one = json(send("POST", "/grants", body.formatted("\"write\"")));
    assertEquals("[\"write\"]", one.path("privileges").toString());
    refused(400, "privileges", send("POST", "/grants", body.formatted("\"own\"")));
    refused(400, "privileges", send("POST", "/grants", body.formatted("\"ALTER\"")));
    refused(400, "privileges", send("POST", "/grants", body.formatted("")));
  }

  @Test
  void whatIsWrongWithABodyIsToldWithItsPlace() throws Exception {
    refused(400, "nmae", send("POST", "/users", "{\"name\":\"a\",\"nmae\":\"b\"}"));
    refused(400, "name", send("POST", "/users", "{}"));
    refused(400, "name", send("POST", "/users", "{\"name\":7}"));
    refused(400, "", send("POST", "/users", "[]"));
    refused(400, "", send("POST", "/users", "{\"name\":\"a\",\"name\":\"b\"}"));
    refused(400, "", send("POST", "/users", "{\"name\":\"a\"} {}"));
    refused(400, "", send("POST", "/users", "[".repeat(2000)));
    refused(400, "grantee.kind", send("POST", "/grants", GRANT.replace("\"user\"", "\"robot\"")));
    refused(
        400, "rules[0].MIC", send("POST", "/grants", GRANT.replace("\"XLON\"", "{\"near\":1}")));
    refused(400, "rules", send("POST", "/grants", GRANT.replace("[{\"MIC\":\"XLON\"}]", "[]")));
    String longTable = GRANT.replace("tr*", "t".repeat(256));
    refused(400, "table", send("POST", "/grants", longTable));
    String dryRun =
        "{\"table\":\"trades\",\"callers\":[{}],\"changes\":[{\"kind\":\"add\",\"grant\":"
            + longTable
            + "}]}";
    refused(400, "changes[0].grant.table", send("POST", "/dry-run", dryRun));
    refused(400, "?limit", send("GET", "/users?limit=0"));
    refused(400, "", send("GET", "/users?after=a%00"));
    refused(400, "?color", send("GET", "/users?color=red"));
    refused(400, "?after", send("GET", "/users?after=a&after=b"));
    for (String target : List.of("/%FF", "/%00", "/%4", "/%+1", "/\u00e9")) {
      assertThrows(AdminException.class, () -> RequestTarget.segments(target));
    }
    refused(422, "", send("POST", "/users", "{\"name\":\"" + "n".repeat(256) + "\"}"));
    assertEquals(List.of(), changes);
  }

  @Test
  void bodiesAreJsonAndNotTooLong() throws Exception {
    refused(413, "", send("POST", "/users", "{\"name\":\"" + "n".repeat(RequestBody.MOST_BYTES)));
    RawHttp.Answer form = http.send("POST", "/admin/v1/users", BEARER, "Content-Type: text/plain");
    refused(415, "", form);
  }

  @Test
  void withoutAValidTokenEverythingIsRefused() throws Exception {
    accounts.addUser("alice");
    for (String header :
        List.of(
            "X-None: 1",
            "Authorization: Bearer",
            "Authorization: Basic " + TOKEN,
            "Authorization: Bearer " + TOKEN.toUpperCase(Locale.ROOT),
            "Authorization: AWS4-HMAC-SHA256 Credential=KEY1/20260601/us-east-1/s3/aws4_request,"
                + " SignedHeaders=host, Signature="
                + TOKEN
                + TOKEN)) {
      RawHttp.Answer answer = http.get("/admin/v1/users", header);
      refused(401, "", answer);
      assertTrue(answer.header("WWW-Authenticate").orElse("").startsWith("Bearer"));
      assertFalse(answer.everything().contains("alice"));
    }
    refused(401, "", http.get("/admin/v1/openapi.json"));
    refused(401, "", http.get("/admin/v1/nothing"));
    refused(401, "", http.get("/admin/v1/users", BEARER, BEARER));
  }

  @Test
  void whoFailsTooOftenWaits() throws Exception {
    for (int i = 0; i < FailedAttempts.MOST; i++) {
      refused(401, "", http.get("/admin/v1/users"));
    }
    refused(429, "", http.get("/admin/v1/users"));
    refused(429, "", http.get("/admin/v1/users", BEARER + "x"));
    clock.advance(FailedAttempts.WINDOW);
    refused(401, "", http.get("/admin/v1/users", BEARER + "x"));
  }

  @Test
  void nobodyHoldsAnAdministratorOutByFailing() throws Exception {
    for (int i = 0; i < 3 * FailedAttempts.MOST; i++) {
      RawHttp.Answer failed = http.get("/admin/v1/users", BEARER + i);
      refused(i < FailedAttempts.MOST ? 401 : 429, "", failed);
      assertEquals(200, http.get("/admin/v1/users", BEARER).status());
    }
  }

  @Test
  void listsAreGivenInPages() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      accounts.addUser(name);
    }
    JsonNode first = json(send("GET", "/users?limit=2"));
    assertEquals(2, first.path("users").size());
    assertEquals("b", first.path("after").asText());
    JsonNode second = json(send("GET", "/users?limit=2&after=b"));
    assertEquals("c", second.at("/users/0/name").asText());
    assertFalse(second.has("after"));
  }

  @Test
  void sessionsAreEndedAlsoOfWhoHasNoAccount() {
    assertEquals(204, send("DELETE", "/users/corp%3Aeve/sessions").status());
    assertEquals(List.of("corp:eve"), accounts.revoked());
  }

  @Test
  void tablesAndDecisionsAreExplainedWithoutSayingWhereTheyAre() throws Exception {
    book.give(
        Grant.toRead(
            "grant 1",
            new Grantee.User("alice"),
            "trades",
            List.of(new PartitionRule(Map.of("MIC", ValueCondition.is("XLON"))))));
    String asked = "{\"caller\":{\"user\":\"alice\"},\"table\":\"trades\"";
    RawHttp.Answer object = send("POST", "/explain", asked + ",\"path\":\"a.parquet\"}");
    assertEquals("allowed", json(object).path("decision").asText(), object.text());
    assertEquals("grant 1 rule 0", json(object).path("rule").asText());
    RawHttp.Answer table = send("POST", "/explain", asked + ",\"limit\":1}");
    assertEquals(2, json(table).at("/allowed/files").asInt(), table.text());
    assertTrue(json(table).path("more").asBoolean());
    RawHttp.Answer change =
        send(
            "POST",
            "/dry-run",
            """
            {"table":"trades","callers":[{"user":"alice"}],"changes":[{"kind":"rules",
             "grantee":{"kind":"user","name":"alice"},"rules":[{"MIC":"XPAR"}]}]}\
            """);
    assertEquals(3, json(change).at("/callers/0/gained/totals/files").asInt(), change.text());
    RawHttp.Answer refreshed = send("POST", "/tables/trades/refresh");
    assertEquals(200, refreshed.status());
    indexes.breakTable("trades");
    RawHttp.Answer broken = send("POST", "/tables/trades/refresh");
    refused(503, "", broken);
    for (RawHttp.Answer answer :
        List.of(object, table, change, refreshed, broken, send("GET", "/tables"))) {
      assertFalse(answer.everything().matches("(?s).*(physical|secret).*"), answer.text());
    }
    refused(404, "", send("GET", "/tables/orders"));
    refused(400, "callers", send("POST", "/dry-run", "{\"table\":\"trades\"}"));
    refused(
        400,
        "caller.user",
        send("POST", "/explain", "{\"table\":\"t\",\"caller\":{\"role\":\"r\"}}"));
  }

  @Test
  void whoWritesWhatIsExplainedWithoutSayingWhereItIs() throws Exception {
    book.give(
        new Grant(
            "grant 2",
            new Grantee.User("alice"),
            "trades",
            Set.of(Privilege.WRITE, Privilege.ALTER),
            List.of(new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")))),
            null,
            null));
    String table = "{\"caller\":{\"user\":\"alice\"},\"table\":\"trades\"";
    JsonNode rights = json(send("POST", "/explain", table + "}"));
    assertEquals(2, rights.at("/writing/allowed/files").asInt(), rights.toString());
    assertEquals("grant 2 rule 0", rights.at("/writing/rules/0/name").asText());
    assertEquals("grant 2 rule 0", rights.at("/partitions/0/writeRule").asText());
    assertTrue(rights.at("/partitions/1/writeRule").isMissingNode(), rights.toString());
    assertTrue(rights.at("/writing/problem").isMissingNode());
    assertTrue(rights.at("/writing/mayAlter").asBoolean());
    assertFalse(rights.at("/writing/mayMaintain").asBoolean());
    assertFalse(rights.at("/writing/writesWholeTable").asBoolean());
    JsonNode file = json(send("POST", "/explain", table + ",\"path\":\"new.parquet\"}"));
    assertEquals("allowed", file.at("/writing/put/decision").asText(), file.toString());
    assertEquals("forbidden", file.at("/writing/delete/decision").asText());
    assertTrue(file.at("/writing/delete/reason").asText().contains("maintain"));
    String nobody = "{\"table\":\"trades\"";
    JsonNode denied = json(send("POST", "/explain", nobody + "}"));
    assertEquals(
        "no rule lets the caller write this table", denied.at("/writing/problem").asText());
    assertEquals(
        "forbidden",
        json(send("POST", "/explain", nobody + ",\"path\":\"new.parquet\"}"))
            .at("/writing/put/decision")
            .asText());
    JsonNode change =
        json(send(
                "POST",
                "/dry-run",
                """
                {"table":"trades","callers":[{"user":"alice"}],
                 "changes":[{"kind":"remove","name":"grant 2"}]}\
                """))
            .at("/callers/0/writing");
    assertEquals(2, change.at("/lost/totals/files").asInt(), change.toString());
    assertTrue(change.at("/before/mayAlter").asBoolean());
    assertFalse(change.at("/after/mayAlter").asBoolean());
    indexes.breakTable("trades");
    RawHttp.Answer broken = send("POST", "/explain", table + ",\"path\":\"new.parquet\"}");
    assertEquals("unknowable", json(broken).at("/writing/put/decision").asText());
    assertTrue(json(broken).at("/writing/put/reason").isMissingNode(), broken.text());
  }

  @Test
  void whenAccountsAreDownTheAnswerIs503WithoutTheirAddress() throws Exception {
    accounts.setDown(true);
    RawHttp.Answer answer = send("GET", "/users");
    refused(503, "", answer);
    assertFalse(answer.everything().contains("secret-host"));
    refused(503, "", send("POST", "/users", "{\"name\":\"a\"}"));
    assertEquals(List.of(), changes);
  }

  @Test
  void answersAreNotKeptAndNotForOtherSites() {
    RawHttp.Answer answer = http.get("/admin/v1/users", BEARER, "Origin: https://evil.example");
    assertEquals("no-store", answer.header("Cache-Control").orElse(""));
    assertTrue(answer.header("Access-Control-Allow-Origin").isEmpty());
    RawHttp.Answer wrong = send("PUT", "/users");
    assertEquals(405, wrong.status());
    assertEquals("GET, POST", wrong.header("Allow").orElse(""));
  }

  @Test
  void theDocumentNamesEveryRouteAndNoOther() throws Exception {
    Set<String> documented = new TreeSet<>();
    JsonNode document = json(send("GET", "/openapi.json"));
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> routed = new TreeSet<>();
    for (Route route : api.routes()) {
      routed.add(route.method() + " " + route.template());
      Matcher name = NAME.matcher(route.template());
      int names = (int) name.results().count();
      int parameters =
          (int)
              document
                  .path("paths")
                  .path(route.template())
                  .path(route.method().toLowerCase(Locale.ROOT))
                  .path("parameters")
                  .findValuesAsText("in")
                  .stream()
                  .filter("path"::equals)
                  .count();
      assertEquals(names, parameters, route.template());
    }
    assertEquals(routed, documented);
    assertEquals(
        documented.size(), AdminApi.wholeDocument().path("paths").findValues("summary").size());
  }
}
