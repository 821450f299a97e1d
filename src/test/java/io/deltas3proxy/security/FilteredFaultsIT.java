package io.deltas3proxy.security;

import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.Listing;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens to readers of filtered tables when the table or the store is not as it should be.
 */
class FilteredFaultsIT {

  private static final String FILTERED = ",\"getMode\":\"proxy\",\"logView\":\"filtered\"";

  private static final String LISTING = "/datalake?list-type=2&prefix=trades/";

  @TempDir private Path directory;

  private static String log(String table, long version) {
    return "/datalake/" + table + "/_delta_log/%020d.json".formatted(version);
  }

  /** A table of which no rule fits the columns, since it was made anew by another one. */
  private static void hide(AttackedLake lake, String table) {
    List<String> commit = new ArrayList<>();
    commit.add(metadata("id-" + table, "desk", "string", "{}"));
    for (int i = 0; i < 3000; i++) {
      String key = (i % 2 == 0 ? "d/f-%05d" : "f-%05d").formatted(i);
      commit.add(HandWrittenLog.addWith(key, "{\"desk\":\"rates\"}", ""));
      lake.object(table, key, AttackedLake.SECRET);
    }
    lake.commit(table, commit.toArray(String[]::new));
    // A key that is not known makes the index look for new commits.
    lake.http().get("/datalake/" + table + "/not-there");
  }

  @Test
  void aTableWithoutAFittingRuleIsNoMoreThanAnUnknownAlias() {
    try (AttackedLake lake = AttackedLake.empty().table("payroll").table("trades")) {
      lake.start(
          directory,
          "\"payroll\":[{\"MIC\":\"XLON\"}],\"trades\":[{\"MIC\":\"XLON\"}]",
          FILTERED + ",\"listing\":{\"maxBackendPages\":1}");
      lake.warmUp("payroll");
      hide(lake, "payroll");
      for (String query :
          List.of(
              "list-type=2&prefix=payroll/",
              "prefix=payroll/",
              "list-type=2&prefix=payroll/&delimiter=/",
              "list-type=2&prefix=payroll/d/&delimiter=0",
              "list-type=2&prefix=payroll/&start-after=payroll/d/f-00100",
              "prefix=payroll/_delta_log/",
              "list-type=2&prefix=payroll/_delta_log/&max-keys=1")) {
        assertLikeUnknown(lake, "GET", "/datalake?" + query, "payroll");
      }
      for (String key :
          List.of(
              "/datalake/payroll/d/f-00000",
              "/datalake/payroll/not-there",
              "/datalake/payroll/",
              "/datalake/payroll",
              "/datalake/payroll/d",
              "/datalake/payroll/d/",
              "/datalake/payroll/_delta_log/",
              "/datalake/payroll/_delta_log",
              "/datalake/payroll/_delta_index/x",
              log("payroll", 0),
              log("payroll", 1),
              "/datalake/payroll/_delta_log/_last_checkpoint")) {
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "POST")) {
          assertLikeUnknown(lake, method, key, "payroll");
        }
      }
    }
  }

  private static void assertLikeUnknown(
      AttackedLake lake, String method, String target, String table) {
    String unknown = target.replace(table, "nobody0");
    List<String> asked = List.of();
    for (int attempt = 0; attempt < 3; attempt++) {
      lake.backend().forget();
      assertEquals(answer(lake, method, unknown), answer(lake, method, target), target);
      asked = lake.backend().asked();
      if (asked.isEmpty()) {
        return; // Now and then the index looks for commits by itself.
      }
    }
    assertEquals(List.of(), asked, method + " " + target);
  }

  private static String answer(AttackedLake lake, String method, String target) {
    Answer answer = lake.http().send(method, target, "Content-Length: 0");
    AttackedLake.assertTellsNothing(answer);
    return (answer.status() + "\n" + answer.everything())
        .replace(answer.header("x-amz-request-id").orElse("-"), "ID")
        .replace(answer.header("x-amz-id-2").orElse("-"), "HOST")
        .replaceAll("Date: [^\n]*", "")
        .replace("payroll", "nobody0");
  }

  /** Lakes of one table with the file {@code a} that is seen, and {@code b} that is not. */
  private AttackedLake lake() {
    AttackedLake lake = AttackedLake.empty().lookingEvery(1).table("trades");
    lake.file("trades", "a", "XLON");
    lake.file("trades", "b", "XPAR");
    lake.start(directory, "\"trades\":[{\"MIC\":\"XLON\"}]", FILTERED);
    assertEquals(200, lake.http().get(LISTING).status());
    assertEquals(200, lake.http().get(log("trades", 1)).status());
    return lake;
  }

  private static void replace(AttackedLake lake, long version, String... actions) {
    lake.log("trades", "%020d.json".formatted(version), String.join("\n", actions) + "\n");
  }

  @Test
  void aTableThatWasMadeAnewByAnotherColumnIsNeverShownThroughTheFormerOne() {
    try (AttackedLake lake = lake()) {
      String desk = "{\"desk\":\"secret-desk\"}";
      replace(lake, 0, HandWrittenLog.PROTOCOL, metadata("new", "desk", "string", "{}"));
      replace(lake, 1, HandWrittenLog.addWith("a", desk, ""));
      replace(lake, 2, HandWrittenLog.addWith("b", desk, ""));
      Answer listing = lake.http().get(LISTING);
      // Unavailable until the columns are known, then there is no table.
      assertTrue(listing.status() == 503 || listing.status() == 200, listing::everything);
      assertFalse(listing.everything().contains("<Key>"), listing::everything);
      for (long version = 0; version <= 2; version++) {
        assertEquals(404, lake.http().get(log("trades", version)).status());
      }
      lake.denied(404, "GET", "/datalake/trades/a");
      assertEquals(List.of(), Listing.page(lake.http().get(LISTING)).keys());
    }
  }

  @Test
  void filesOfATableThatWasMadeAnewAreJudgedAsTheLogThatWasShown() {
    try (AttackedLake lake = lake()) {
      replace(lake, 0, HandWrittenLog.PROTOCOL, metadata("new", "MIC", "string", "{}"));
      replace(lake, 1, add("a", "XPAR"));
      replace(lake, 2, add("b", "XLON"));
      List<String> keys = Listing.page(lake.http().get(LISTING)).keys();
      assertFalse(keys.contains("trades/a"), keys::toString);
      assertTrue(keys.contains("trades/b"), keys::toString);
      assertFalse(lake.http().get(log("trades", 1)).text().contains("add"));
      assertTrue(lake.http().get(log("trades", 2)).text().contains("add"));
      lake.denied(404, "GET", "/datalake/trades/a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"ofTheFuture\"],\"writerFeatures\":[\"ofTheFuture\"]}}",
        "{\"protocol\":{\"minReaderVersion\":9,\"minWriterVersion\":9}}",
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"catalogManaged\"],"
            + "\"writerFeatures\":[\"catalogManaged\",\"inCommitTimestamp\"]}}",
        "{\"add\":{\"path\":\"late\",\"partitionValues\":{\"MIC\":\"XLON\"",
        "{\"add\":{\"partitionValues\":{\"MIC\":\"XLON\"}}}",
        "\u0000\u0001",
        "[]",
        "{\"add\":{\"path\":\"late\",\"partitionValues\":{\"MIC\":\"XLON\"}}} {\"add\":{}}"
      })
  void aCommitThatIsNotUnderstoodMakesTheNewTableUnavailable(String line) {
    try (AttackedLake lake = lake()) {
      lake.object("trades", "late", AttackedLake.SECRET);
      lake.commit("trades", line, add("late", "XLON"));
      for (String method : List.of("GET", "HEAD")) {
        lake.denied(503, method, "/datalake/trades/late");
      }
      Answer commit = lake.http().get(log("trades", 3));
      assertEquals(503, commit.status(), commit::everything);
      AttackedLake.assertTellsNothing(commit);
      assertFalse(commit.everything().contains("late"), commit::everything);
    }
  }
}
