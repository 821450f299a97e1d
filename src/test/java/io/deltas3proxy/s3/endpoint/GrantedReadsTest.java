package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.AccessController;
import io.deltas3proxy.access.Caller;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantedAccessController;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.Privilege;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.testing.GrantBook;
import io.deltas3proxy.testing.Listing;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.RawHttp.Answer;
import io.deltas3proxy.testing.SampleEndpoint;
import io.deltas3proxy.testing.SettableClock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users get of one table at the same time, over HTTP. */
class GrantedReadsTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final String LONDON = "/datalake/trades/02/part-1.parquet";
  private static final String PARIS = "/datalake/trades/02/part-2.parquet";
  private static final String MILAN = "/datalake/trades/7f/part-3.parquet";

  private final GrantBook book = new GrantBook();
  private final SettableClock clock = new SettableClock(NOW);

  /** Groups of users; who signs as somebody is believed, for this is not about signatures. */
  private final Map<String, Set<String>> groups = new ConcurrentHashMap<>();

  private SampleEndpoint endpoint;
  private RawHttp http;

  @BeforeEach
  void start() {
    endpoint =
        SampleEndpoint.startWith((catalog, indexes) ->
            believing(new GrantedAccessController(book.sources(), catalog, indexes, clock)));
    http = endpoint.http();
    book.give(grant("grant 1", new Grantee.User("alice"), "XLON"))
        .give(grant("grant 2", new Grantee.User("bob"), "XPAR"))
        .give(grant("grant 3", new Grantee.Group("milan"), "XMIL"));
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private AccessController believing(AccessController granted) {
    return (caller, table) -> {
      String name = caller.accessKeyId();
      Caller named =
          name == null
              ? caller
              : new Caller(
                  new Principal(name, new TreeSet<>(groups.getOrDefault(name, Set.of())), false),
                  name);
      return granted.tableAccess(named, table);
    };
  }

  private static Grant grant(String name, Grantee grantee, String mic) {
    PartitionRule rule = new PartitionRule(Map.of("MIC", ValueCondition.is(mic)));
    return Grant.toRead(name, grantee, "trades", List.of(rule));
  }

  private static String by(String user) {
    return "Authorization: AWS4-HMAC-SHA256 Credential="
        + user
        + "/20260601/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=00";
  }

  private int status(String method, String target, String user, String... headers) {
    String[] all = new String[headers.length + 1];
    System.arraycopy(headers, 0, all, 1, headers.length);
    all[0] = by(user);
    return http.send(method, target, all).status();
  }

  private List<String> listed(String user, String query) {
    Answer answer = http.get("/datalake?" + query, by(user));
    assertEquals(200, answer.status());
    Listing page = Listing.page(answer);
    TreeSet<String> names = new TreeSet<>(page.keys());
    names.addAll(page.prefixes());
    return List.copyOf(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void everyUserReadsTheirOwnAndNothingElse(String method) {
    assertEquals(200, status(method, LONDON, "alice"));
    assertEquals(403, status(method, PARIS, "alice"));
    assertEquals(403, status(method, MILAN, "alice"));
    assertEquals(403, status(method, LONDON, "bob"));
    assertEquals(200, status(method, PARIS, "bob"));
    assertEquals(403, status(method, LONDON, "stranger"));
    assertEquals(403, http.send(method, LONDON).status());
    assertEquals(206, status(method, LONDON, "alice", "Range: bytes=0-1"));
    assertEquals(403, status(method, PARIS, "alice", "Range: bytes=0-1"));
    assertEquals(403, status(method, PARIS, "alice", "If-None-Match: *"));
  }

  @Test
  void presignedLinksAreJudgedAlike() {
    String query = "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=alice%2F20260601";
    assertEquals(200, http.get(LONDON + query).status());
    assertEquals(403, http.get(PARIS + query).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-type=2&", ""})
  void everyUserListsTheirOwnAndNothingElse(String version) {
    assertEquals(
        List.of("trades/02/part-1.parquet"), listed("alice", version + "prefix=trades/02/"));
    assertEquals(List.of("trades/02/part-2.parquet"), listed("bob", version + "prefix=trades/02/"));
    assertEquals(List.of(), listed("stranger", version + "prefix=trades/"));
    assertEquals(List.of("trades/"), listed("alice", version + "delimiter=/"));
    assertEquals(List.of(), listed("stranger", version + "delimiter=/"));
  }

  @Test
  void groupsOfKeysShowNoForbiddenDirectory() {
    assertEquals(
        List.of("trades/02/", "trades/_delta_log/"),
        listed("alice", "list-type=2&delimiter=/&prefix=trades/"));
    assertEquals(
        List.of("trades/02/", "trades/MIC=XLON/", "trades/_delta_log/"),
        listed("bob", "list-type=2&delimiter=/&prefix=trades/"));
  }

  @Test
  void whoGoesOnWithTheListingOfAnotherSeesOnlyTheirOwn() {
    String query = "/datalake?list-type=2&prefix=trades/02/&max-keys=1";
    book.give(grant("grant 4", new Grantee.User("alice"), "XPAR"));
    Listing first = Listing.page(http.get(query, by("alice")));
    assertEquals(List.of("trades/02/part-1.parquet"), first.keys());
    String next =
        query
            + "&continuation-token="
            + URLEncoder.encode(first.next().orElseThrow(), StandardCharsets.UTF_8);
    assertEquals(
        List.of("trades/02/part-2.parquet"), Listing.page(http.get(next, by("bob"))).keys());
    assertEquals(List.of(), Listing.page(http.get(next, by("stranger"))).keys());
  }

  @Test
  void aChangedMembershipCountsAtOnce() {
    assertEquals(403, status("GET", MILAN, "alice"));
    groups.put("alice", Set.of("milan"));
    assertEquals(200, status("GET", MILAN, "alice"));
    assertEquals(200, status("GET", LONDON, "alice"));
    groups.put("alice", Set.of());
    assertEquals(403, status("GET", MILAN, "alice"));
  }

  @Test
  void aGrantThatIsTakenAwayCountsAtOnce() {
    assertEquals(200, status("GET", LONDON, "alice"));
    book.take("grant 1");
    assertEquals(403, status("GET", LONDON, "alice"));
    assertEquals(403, status("HEAD", LONDON, "alice"));
    assertEquals(List.of(), listed("alice", "list-type=2&prefix=trades/"));
    assertEquals(200, status("GET", PARIS, "bob"));
  }

  @Test
  void aGrantThatEndsCountsAtOnce() {
    book.give(
        new Grant(
            "grant 4",
            new Grantee.User("carol"),
            "trades",
            Set.of(Privilege.READ),
            List.of(new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")))),
            null,
            NOW.plusSeconds(60)));
    assertEquals(200, status("GET", LONDON, "carol"));
    clock.advance(Duration.ofSeconds(60));
    assertEquals(403, status("GET", LONDON, "carol"));
    assertEquals(List.of(), listed("carol", "list-type=2"));
  }

  @Test
  void rightsThatCannotBeKnownAre503AndNothingIsCalled() {
    book.setUnconfirmed(true);
    for (String target : List.of(LONDON, PARIS, "/datalake?list-type=2&prefix=trades/")) {
      Answer answer = http.get(target, by("alice"));
      assertEquals(503, answer.status(), target);
      assertEquals("ServiceUnavailable", answer.code());
      assertFalse(answer.text().contains("unconfirmed"), answer.text());
    }
    assertEquals(503, status("HEAD", LONDON, "alice"));
    assertTrue(endpoint.store().calls().isEmpty(), "no store was asked");
    book.setUnconfirmed(false);
    assertEquals(200, status("GET", LONDON, "alice"));
  }
}
