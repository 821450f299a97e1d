package io.deltas3proxy.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.http.IssuedKey;
import io.deltas3proxy.http.Judgement;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the trail in a database does, whichever it is. */
abstract class AuditRecordsContract {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final AuditSearch.Period EVER = new AuditSearch.Period(null, null);
  private static final AuditSearch ALL = new AuditSearch(null, null, null, EVER, null, 1000);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SettableClock clock = new SettableClock(NOW);
  private Database database;
  private JdbcAuditRecords records;

  /** A new database with no table. */
  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    database = Database.open(TestDatabases.settings(newAddress()));
    records = new JdbcAuditRecords(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void add(String... lines) throws Exception {
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : lines) {
      parsed.add(JSON.readTree(line.replace('\'', '"')));
    }
    records.add(parsed);
  }

  private List<String> ids(AuditSearch search) throws Exception {
    return records.find(search).records().stream().map(row -> row.path("id").asText()).toList();
  }

  /** A line with everything that a request can have. */
  private static String fullLine() {
    Map<String, @Nullable String> partition = new HashMap<>();
    partition.put("MIC", "XLON");
    partition.put("day", null);
    RequestContext context = new RequestContext("0A1B2C3D4E5F6789", "192.0.2.7");
    context.operation("GetObject");
    context.table("trades");
    context.file("in/f");
    context.user("AKIA1");
    context.caller(new VerifiedCaller("alice", List.of("readers", "traders")));
    context.issued(new IssuedKey("ASIA1", "readers"));
    context.judgement(() -> new Judgement(List.of(partition), true, "grant 1 rule 0", 12));
    context.denial("why");
    context.errorCode("AccessDenied");
    context.addBytesSent(5_000_000_000L);
    context.addBytesReceived(6_000_000_000L);
    return AuditLine.of(context, new Exchange(NOW, "GET", "/datalake/\u20ac", 403, 17, true));
  }

  @Test
  void whatALineSaysIsInTheDatabaseToTheLastKey() throws Exception {
    String line = fullLine();
    add(line);
    ObjectNode row = records.find(ALL).records().getFirst();
    assertEquals(JSON.readTree(line), JSON.readTree(row.toString()));
    Set<String> keys = new TreeSet<>();
    JSON.readTree(line).fieldNames().forEachRemaining(keys::add);
    keys.addAll(Set.of("administrator", "action", "before", "after"));
    assertEquals(
        keys,
        Arrays.stream(AuditColumn.values())
            .map(AuditColumn::key)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void aChangeOfAnAdministratorIsARecordToo() throws Exception {
    String line =
        "{'time':'2026-03-01T10:00:00Z','id':'1','administrator':'ada','action':'users.disable',"
            + "'target':'alice','before':{'disabled':false},'after':{'disabled':true}}";
    add(line);
    assertEquals(
        JSON.readTree(line.replace('\'', '"')),
        JSON.readTree(records.find(ALL).records().getFirst().toString()));
  }

  @Test
  void whatNoDatabaseTakesDoesNotStopTheOthers() throws Exception {
    add(
        "{'time':'2026-03-01T10:00:00Z','id':'1','target':'/x\\u0000y'}",
        "{'time':'2026-03-01T10:00:00Z','id':'2','target':'/x\\ud83d'}",
        "{'time':'2026-03-01T10:00:00Z','id':'3','target':'/x\\n\\u2028\\u0027; DROP TABLE t'}");
    assertEquals(List.of("3", "2", "1"), ids(ALL));
    assertEquals("/x\uFFFDy", records.find(ALL).records().getLast().path("target").asText());
  }

  @Test
  void recordsAreFoundByWhatIsAskedForTheLatestFirst() throws Exception {
    add(
        "{'time':'2026-03-01T10:00:01Z','id':'1','user':'alice','table':'t','result':'allowed'}",
        "{'time':'2026-03-01T10:00:03Z','id':'2','user':'bob','table':'t','result':'denied'}",
        "{'time':'2026-03-01T10:00:02Z','id':'3','user':'alice','table':'u','result':'denied'}",
        "{'time':'2026-03-01T10:00:02Z','id':'4','accessKeyId':'alice','result':'denied'}");
    assertEquals(List.of("2", "4", "3", "1"), ids(ALL));
    assertEquals(List.of("3", "1"), ids(new AuditSearch("alice", null, null, EVER, null, 9)));
    assertEquals(List.of("2", "1"), ids(new AuditSearch(null, "t", null, EVER, null, 9)));
    assertEquals(List.of("2", "4", "3"), ids(new AuditSearch(null, null, "denied", EVER, null, 9)));
    assertEquals(List.of("3"), ids(new AuditSearch("alice", "u", "denied", EVER, null, 9)));
    assertEquals(List.of(), ids(new AuditSearch("' OR 1=1 --", null, null, EVER, null, 9)));
    AuditSearch.Period second = new AuditSearch.Period(NOW.plusSeconds(2), NOW.plusSeconds(3));
    assertEquals(List.of("4", "3"), ids(new AuditSearch(null, null, null, second, null, 9)));
  }

  @Test
  void pagesMissNothingAndRepeatNothing() throws Exception {
    for (int i = 0; i < 25; i++) {
      // Five of each moment, so that pages end within one.
      add("{'time':'2026-03-01T10:00:0" + i / 5 + "Z','id':'" + i + "'}");
    }
    List<String> seen = new ArrayList<>();
    AuditPosition after = null;
    do {
      AuditPage page = records.find(new AuditSearch(null, null, null, EVER, after, 4));
      page.records().forEach(row -> seen.add(row.path("id").asText()));
      // What comes between two pages is newer than both.
      add("{'time':'2026-03-02T00:00:00Z','id':'new'}");
      after = page.next();
      if (after != null) {
        after = AuditPosition.parse(after.toString()).orElseThrow();
      }
    } while (after != null);
    List<String> expected = new ArrayList<>();
    for (int i = 24; i >= 0; i--) {
      expected.add("" + i);
    }
    assertEquals(expected, seen);
  }

  @Test
  void oldRecordsGoAFewAtATimeAndNewOnesStay() throws Exception {
    int old = StoredTrail.MOST_REMOVED + 10;
    List<JsonNode> lines = new ArrayList<>();
    for (int i = 0; i < old; i++) {
      lines.add(JSON.readTree("{\"time\":\"2026-01-01T00:00:00Z\",\"id\":\"old\"}"));
    }
    records.add(lines);
    add("{'time':'2026-02-28T10:00:00Z','id':'kept'}");
    StoredTrail trail = new StoredTrail(records, Duration.ofDays(2), clock);
    trail.tend();
    assertEquals(old + 1 - StoredTrail.MOST_REMOVED, ids(ALL).size());
    trail.tend();
    assertEquals(List.of("kept"), ids(ALL));
    clock.advance(Duration.ofDays(2));
    trail.tend();
    assertEquals(List.of(), ids(ALL));
  }

  @Test
  void linesOfATrailAreAllThereWhenItEnds() throws Exception {
    try (AuditTrail trail = AuditTrail.in(records, Duration.ofDays(1), 5000, clock)) {
      for (int i = 0; i < 1500; i++) {
        trail.add("{\"time\":\"2026-03-01T10:00:00Z\",\"id\":\"" + i + "\"}");
      }
    }
    assertEquals(1000, ids(ALL).size());
    AuditPage page = records.find(ALL);
    assertNotNull(page.next());
    AuditPage rest = records.find(new AuditSearch(null, null, null, EVER, page.next(), 1000));
    assertEquals(500, rest.records().size());
    assertNull(rest.next());
    assertEquals("0", rest.records().getLast().path("id").asText());
  }

  @Test
  void placesInTheListThatNobodyWroteAreRefused() {
    for (String text : List.of("", "1", "1-", "-1", "1-2-3", "a-b", "9999999999999999999-1")) {
      assertTrue(AuditPosition.parse(text).isEmpty(), text);
    }
    assertFalse(AuditPosition.parse("1-2").isEmpty());
  }
}
