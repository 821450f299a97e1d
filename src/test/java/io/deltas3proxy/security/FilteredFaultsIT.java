package io.deltas3proxy.security;

import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to readers of filtered tables when the table or the store is not as it should be.
 */
class FilteredFaultsIT {

  private static final String FILTERED = ",\"getMode\":\"proxy\",\"logView\":\"filtered\"";

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
}
