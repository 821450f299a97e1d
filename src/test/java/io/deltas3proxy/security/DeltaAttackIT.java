package io.deltas3proxy.security;

import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.addWith;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static io.deltas3proxy.testing.HandWrittenLog.metadataOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.Listing;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that lie, change or break: the product gives what they plainly allow and nothing more. */
class DeltaAttackIT {

  /** More than the longest line of a log that is read. */
  private static final int HUGE = 17 << 20;

  private static final String MAPPED_FIELDS =
      "{\"name\":\"x\",\"type\":\"long\",\"nullable\":true,\"metadata\":{"
          + "\"delta.columnMapping.id\":1,\"delta.columnMapping.physicalName\":\"col-x\"}},"
          + "{\"name\":\"market\",\"type\":\"string\",\"nullable\":true,\"metadata\":{"
          + "\"delta.columnMapping.id\":2,\"delta.columnMapping.physicalName\":\"col-m\"}}";

  private static final String MAPPING =
      "{\"delta.columnMapping.mode\":\"name\",\"delta.columnMapping.maxColumnId\":\"2\"}";

  @TempDir private static Path directory;
  private static AttackedLake lake;

  @BeforeAll
  static void start() {
    lake = AttackedLake.empty();
    for (String table : List.of("trades", "nulls", "fresh", "renamed", "repartitioned", "remade")) {
      lake.table(table);
      lake.file(table, "london", "XLON");
      lake.file(table, "paris", "XPAR");
    }
    lake.table("nobodys");
    lake.file("nobodys", "f", "XLON");
    typed("dates", "date");
    typed("moments", "timestamp");
    typed("decimals", "decimal(20,4)");
    typed("doubles", "double");
    typed("flags", "boolean");
    lake.mapped("mapped");
    lake.commit(
        "mapped",
        HandWrittenLog.PROTOCOL.replace(":1,", ":2,").replace(":2}", ":5}"),
        metadataOf("id-mapped", MAPPED_FIELDS, "\"market\"", MAPPING),
        addWith("Ab/london", "{\"col-m\":\"XLON\"}", ""),
        addWith("Cd/paris", "{\"col-m\":\"XPAR\"}", ""),
        // The logical name means nothing here: the partition is not told.
        addWith("Ef/logical", "{\"market\":\"XLON\"}", ""));
    lies();
    broken();
    List<String> rules = List.of("trades", "fresh", "renamed", "repartitioned", "remade");
    String byMic = "\":[{\"MIC\":\"XLON\"}],";
    lake.start(
        directory,
        "\""
            + String.join(byMic + "\"", rules)
            + byMic
            + "\"nulls\":[{\"MIC\":null}],\"mapped\":[{\"market\":\"XLON\"}],"
            + "\"dates\":[{\"p\":{\"from\":\"2026-01-01\",\"to\":\"2026-01-31\"}}],"
            + "\"moments\":[{\"p\":\"2026-01-05T08:00:00Z\"}],"
            + "\"decimals\":[{\"p\":1.5}],"
            + "\"doubles\":[{\"p\":{\"from\":0}}],"
            + "\"flags\":[{\"p\":true}],"
            + "\"gap\":[{}],\"nonsense\":[{}],\"huge\":[{}],\"pointer\":[{}],"
            + "\"checkpoint\":[{}],\"future\":[{}],\"nolog\":[{}]",
        ",\"getMode\":\"proxy\"");
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  private static void typed(String table, String type) {
    lake.table(table, metadata("id-" + table, "p", type, "{}"));
    List<String> values =
        switch (table) {
          case "dates" -> List.of("2026-01-01", "2026-01-31", "2026-02-01", "2025-12-31", "junk");
          case "moments" ->
              List.of("2026-01-05 08:00:00", "2026-01-05T08:00:00.000000Z", "2026-01-05 08:00:01");
          case "decimals" -> List.of("1.5", "1.5000", "01.50", "1.5001", "-1.5");
          case "doubles" -> List.of("0.0", "1e3", "Infinity", "NaN", "-1.0", "-Infinity");
          default -> List.of("true", "false");
        };
    for (String value : values) {
      String key = "v-" + value.replace(' ', '_').replace(':', '.');
      lake.commit(table, addWith(key, "{\"p\":\"" + value + "\"}", ""));
      lake.object(table, key, AttackedLake.OPEN);
    }
    lake.commit(table, addWith("v-null", "{\"p\":null}", ""));
    lake.object(table, "v-null", AttackedLake.SECRET);
  }

  private static void lies() {
    lake.commit(
        "trades",
        add("s3://other-bucket/x/f", "XLON"),
        add("s3://physical-bucket/physical-lake/nobodys/f", "XLON"),
        add("s3a://physical-bucket/physical-lake/trades/absolute", "XLON"),
        add("file:/etc/passwd", "XLON"),
        add("/physical-lake/nobodys/f", "XLON"),
        add("../nobodys/f", "XLON"),
        add("..%2Fnobodys%2Ff", "XLON"),
        add("in/../../nobodys/f", "XLON"),
        add("once%2520more", "XLON"),
        add("twice", "XLON"),
        add("unreadable%ff", "XLON"),
        "{\"add\":{\"path\":\"untold\",\"partitionValues\":{},\"size\":1,"
            + "\"modificationTime\":1,\"dataChange\":true}}");
    lake.commit("trades", add("twice", "XPAR"));
    lake.commit(
        "trades",
        addWith(
            "dv-inline",
            "{\"MIC\":\"XLON\"}",
            HandWrittenLog.deletionVector(
                "i", "wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L")));
    // Of the Z85 text, the last 20 characters are the id, and "ab" is the directory.
    String vector = "ab^-aqEH.-t@S}K{vb[*k^";
    lake.commit(
        "trades",
        addWith("dv-london", "{\"MIC\":\"XLON\"}", HandWrittenLog.deletionVector("u", vector)));
    lake.commit(
        "trades",
        addWith(
            "dv-elsewhere",
            "{\"MIC\":\"XLON\"}",
            HandWrittenLog.deletionVector(
                "p", "s3://physical-bucket/physical-lake/nobodys/deletion_vector.bin")));
    for (String key : List.of("absolute", "once%20more")) {
      lake.object("trades", key, AttackedLake.OPEN);
    }
    for (String key : List.of("once more", "once%2520more", "twice", "untold", "unreadable%ff")) {
      lake.object("trades", key, AttackedLake.SECRET);
    }
    lake.object(
        "trades", "ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin", AttackedLake.OPEN);
    lake.object("nobodys", "deletion_vector.bin", AttackedLake.SECRET);
    lake.commit(
        "nulls",
        addWith("n-null", "{\"MIC\":null}", ""),
        addWith("n-empty", "{\"MIC\":\"\"}", ""),
        addWith("n-hive", "{\"MIC\":\"__HIVE_DEFAULT_PARTITION__\"}", ""),
        addWith("n-text", "{\"MIC\":\"null\"}", ""));
    for (String key : List.of("n-null", "n-empty", "n-hive")) {
      lake.object("nulls", key, AttackedLake.OPEN);
    }
    lake.object("nulls", "n-text", AttackedLake.SECRET);
  }

  private static void broken() {
    for (String table : List.of("gap", "nonsense", "huge", "pointer", "checkpoint")) {
      lake.table(table);
      lake.file(table, "f", "XPAR");
    }
    lake.log("gap", "00000000000000000003.json", add("late", "XLON") + "\n");
    lake.commit("nonsense", "{\"add\":{\"path\":\"cut");
    lake.commit("huge", "{\"x\":\"" + "y".repeat(HUGE) + "\"}");
    lake.log("pointer", "_last_checkpoint", "{\"version\":");
    lake.log("checkpoint", "00000000000000000001.checkpoint.parquet", "PAR1 nonsense PAR1");
    lake.mapped("future");
    lake.commit(
        "future",
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"fromTheFuture\"],\"writerFeatures\":[\"fromTheFuture\"]}}",
        metadata("t", "MIC", "string", "{}"),
        add("f", "XPAR"));
    lake.object("future", "f", AttackedLake.SECRET);
    lake.mapped("nolog");
    lake.object("nolog", "f", AttackedLake.SECRET);
    lake.object("nolog", "_delta_log/readme", AttackedLake.OPEN);
  }

  private static void assertOpen(String key) {
    Answer answer = lake.http().get("/datalake/" + key);
    assertEquals(200, answer.status(), () -> key + "\n" + answer.everything());
    assertEquals(AttackedLake.OPEN, answer.bytes(), key);
  }

  private static void assertForbidden(String key) {
    lake.denied(403, "GET", "/datalake/" + key);
    lake.denied(403, "HEAD", "/datalake/" + key);
    lake.denied(403, "GET", "/datalake/" + key, "Range: bytes=0-0");
  }

  @Test
  void aLogThatNamesFilesElsewhereOpensNoneOfThem() {
    assertOpen("trades/absolute");
    assertForbidden("nobodys/f");
    for (String key :
        List.of(
            "trades/s3://physical-bucket/physical-lake/nobodys/f",
            "trades/s3:%2F%2Fother-bucket/x/f",
            "trades/file:/etc/passwd",
            "trades/f",
            "trades//physical-lake/nobodys/f",
            "trades/..%252Fnobodys%252Ff",
            "trades/physical-lake/nobodys/f",
            "trades/deletion_vector.bin")) {
      lake.backend().forget();
      Answer answer = lake.http().get("/datalake/" + key);
      assertTrue(answer.status() == 403 || answer.status() == 404, () -> key + answer.everything());
      assertEquals(List.of(), lake.backend().askedOfData(), key);
    }
    lake.denied(400, "GET", "/datalake/trades/../nobodys/f");
    lake.denied(400, "GET", "/datalake/trades/in/..%2F..%2Fnobodys/f");
    Listing all = Listing.allPages(lake.http(), "prefix=trades/");
    assertTrue(all.keys().stream().noneMatch(key -> key.contains("nobodys")), all::toString);
  }

  @Test
  void aPathOfTheLogIsDecodedExactlyOnce() {
    assertOpen("trades/once%2520more");
    lake.denied(404, "GET", "/datalake/trades/once%20more");
    lake.denied(404, "GET", "/datalake/trades/once%252520more");
  }

  @Test
  void whatTheLogSaysInTwoWaysOrNotAtAllIsForbidden() {
    assertForbidden("trades/twice");
    assertForbidden("trades/untold");
    lake.denied(404, "GET", "/datalake/trades/unreadable%25ff");
  }

  @Test
  void deletionVectorsAreFoundWhereTheLogSaysAndNowhereElse() {
    assertOpen("trades/ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin");
    lake.denied(
        404, "GET", "/datalake/trades/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin");
    assertForbidden("nobodys/deletion_vector.bin");
  }

  @Test
  void nullIsNullHoweverItIsWritten() {
    assertOpen("nulls/n-null");
    assertOpen("nulls/n-empty");
    assertOpen("nulls/n-hive");
    assertForbidden("nulls/n-text");
    assertForbidden("nulls/london");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dates/v-2026-01-01",
        "dates/v-2026-01-31",
        "moments/v-2026-01-05_08.00.00",
        "moments/v-2026-01-05T08.00.00.000000Z",
        "decimals/v-1.5",
        "decimals/v-1.5000",
        "decimals/v-01.50",
        "doubles/v-0.0",
        "doubles/v-1e3",
        "doubles/v-Infinity",
        "flags/v-true"
      })
  void valuesAreComparedByTheirTypeAndAllowed(String key) {
    assertOpen(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dates/v-2026-02-01",
        "dates/v-2025-12-31",
        "dates/v-junk",
        "dates/v-null",
        "moments/v-2026-01-05_08.00.01",
        "moments/v-null",
        "decimals/v-1.5001",
        "decimals/v--1.5",
        "doubles/v-NaN",
        "doubles/v--1.0",
        "doubles/v--Infinity",
        "doubles/v-null",
        "flags/v-false"
      })
  void valuesAreComparedByTheirTypeAndForbidden(String key) {
    assertForbidden(key);
  }

  @Test
  void underColumnMappingRulesNameTheLogicalColumnAndTheLogThePhysicalOne() {
    lake.object("mapped", "Ab/london", AttackedLake.OPEN);
    assertOpen("mapped/Ab/london");
    assertForbidden("mapped/Cd/paris");
    assertForbidden("mapped/Ef/logical");
  }

  @Test
  void aRuleByThePhysicalNameDoesNotEvenStart() {
    try (AttackedLake other = AttackedLake.empty().mapped("mapped")) {
      other.commit(
          "mapped",
          HandWrittenLog.PROTOCOL.replace(":1,", ":2,").replace(":2}", ":5}"),
          metadataOf("id", MAPPED_FIELDS, "\"market\"", MAPPING));
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () -> other.start(directory, "\"mapped\":[{\"col-m\":\"XLON\"}]", ""));
      assertTrue(String.valueOf(failure.getCause()).contains("col-m"), failure::toString);
    }
  }

  @Test
  void aNewFileIsJudgedAtOnce() {
    for (int i = 0; i < 5; i++) {
      // Somebody looked a moment ago and will not look again for a while.
      lake.denied(404, "GET", "/datalake/fresh/new-" + i);
      lake.file("fresh", "new-" + i, "XLON");
      lake.file("fresh", "secret-" + i, "XPAR");
      assertOpen("fresh/new-" + i);
      assertForbidden("fresh/secret-" + i);
    }
  }

  @Test
  void aRenamedPartitionColumnTakesItsRulesAway() {
    assertOpen("renamed/london");
    lake.commit(
        "renamed",
        metadata("id-renamed", "VENUE", "string", "{}"),
        addWith("after", "{\"VENUE\":\"XLON\"}", ""));
    lake.object("renamed", "after", AttackedLake.SECRET);
    assertForbidden("renamed/after");
    assertForbidden("renamed/london");
    assertForbidden("renamed/paris");
  }

  @Test
  void anOverwriteByAnotherColumnTakesTheRulesAway() {
    assertOpen("repartitioned/london");
    lake.commit(
        "repartitioned",
        metadata("id-repartitioned", "side", "string", "{}"),
        HandWrittenLog.remove("london", System.currentTimeMillis()),
        addWith("buy", "{\"side\":\"XLON\"}", ""));
    lake.object("repartitioned", "buy", AttackedLake.SECRET);
    assertForbidden("repartitioned/buy");
    assertForbidden("repartitioned/london");
  }

  @Test
  void aTableMadeAnewUnderTheSameAliasIsReadAnew() {
    assertOpen("remade/london");
    // The same names, other partitions, and as many commits and one more.
    lake.log(
        "remade",
        "00000000000000000000.json",
        HandWrittenLog.PROTOCOL + "\n" + metadata("id-new", "MIC", "string", "{}") + "\n");
    lake.log("remade", "00000000000000000001.json", add("london", "XPAR") + "\n");
    lake.log("remade", "00000000000000000002.json", add("paris", "XLON") + "\n");
    lake.log("remade", "00000000000000000003.json", add("new", "XPAR") + "\n");
    assertForbidden("remade/new");
    assertForbidden("remade/london");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gap", "nonsense", "huge", "pointer", "checkpoint", "future", "nolog"})
  void aTableWhoseLogCannotBeKnownGivesNoDataAndStillItsLog(String table) {
    lake.denied(503, "GET", "/datalake/" + table + "/f");
    lake.denied(503, "HEAD", "/datalake/" + table + "/f");
    Answer log =
        lake.http()
            .get(
                "/datalake/"
                    + table
                    + "/_delta_log/"
                    + (table.equals("nolog") ? "readme" : "00000000000000000000.json"));
    assertEquals(200, log.status(), log::everything);
    Answer listing = lake.http().get("/datalake?list-type=2&prefix=" + table + "/");
    assertFalse(listing.text().contains("<Key>" + table + "/f"), listing::text);
    assertEquals(503, listing.status(), listing::everything);
    AttackedLake.assertTellsNothing(listing);
  }

  @Test
  void readinessNamesTheBrokenTablesAndNoPlace() {
    lake.http().get("/datalake/gap/f");
    Answer ready = lake.http().get("/health/ready");
    assertEquals(503, ready.status());
    assertTrue(ready.text().toLowerCase(Locale.ROOT).contains("gap"), ready::text);
    AttackedLake.assertTellsNothing(ready);
    assertEquals(200, lake.http().get("/health/live").status());
  }

  @ParameterizedTest
  @CsvSource({"trades/london, 200", "trades/paris, 403"})
  void brokenTablesDoNotTouchTheOthers(String key, int status) {
    assertEquals(status, lake.http().get("/datalake/" + key).status());
  }
}
