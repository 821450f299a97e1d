package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltas3proxy.testing.AttackedLake;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.Listing;
import io.deltas3proxy.testing.MemoryS3Server;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that a log names by absolute paths: a shallow clone that Delta Spark made, and logs written
 * by hand. Clients ask for such files in the physical bucket that the path names.
 */
class SharedFilesIT {

  /** Where Spark made the clone and its source. */
  private static final String MADE_AT = "s3://lake/tables/";

  private static final String BUCKET = "/" + MemoryS3Server.BUCKET;
  private static final String LAKE = BUCKET + "/" + AttackedLake.PHYSICAL + "/";
  private static final String URI = "s3:/" + LAKE;

  /** That of {@code deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin} in {@code ab}. */
  private static final String OWN_VECTOR = "ab^-aqEH.-t@S}K{vb[*k^";

  @TempDir private static Path directory;
  private static AttackedLake lake;

  @BeforeAll
  static void start() throws IOException {
    lake = AttackedLake.empty().mapped("clone-source").sharing("shallow-clone", "clone-source");
    copy("clone-source");
    copy("shallow-clone");
    vectors();
    lies();
    lake.start(
        directory,
        "\"clone-source\":[{\"MIC\":\"XPAR\"}],"
            + "\"shallow-clone\":[{\"MIC\":\"XLON\"},{\"MIC\":\"XMIL\"}],"
            + "\"vectors\":[{\"MIC\":\"XLON\"}],\"liar\":[{\"MIC\":\"XLON\"}],"
            + "\"alone\":[{}],\"gold-twin\":[{\"MIC\":\"XPAR\"}]",
        ",\"getMode\":\"proxy\"");
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  private static void copy(String table) throws IOException {
    Path root = SparkTablesIT.TABLES.resolve(table);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = AttackedLake.physical(table, root.relativize(file).toString());
        if (key.endsWith(".json")) {
          String log = Files.readString(file, StandardCharsets.UTF_8).replace(MADE_AT, URI);
          lake.backend().objects().put(key, log);
        } else if (!key.endsWith(".crc")) {
          lake.backend().objects().put(key, Files.readAllBytes(file), Map.of());
        }
      }
    }
  }

  /** A clone of a table with deletion vectors, of which one has been in two partitions. */
  private static void vectors() {
    lake.sharing("vectors", "origin");
    lake.commit(
        "vectors",
        HandWrittenLog.PROTOCOL,
        HandWrittenLog.metadata("id-vectors", "MIC", "string", "{}"),
        withVector("london", "XLON", "p", URI + "origin/both.bin"),
        withVector("paris", "XPAR", "p", URI + "origin/both.bin"),
        withVector("paris2", "XPAR", "p", URI + "origin/paris.bin"),
        withVector("london2", "XLON", "u", OWN_VECTOR),
        withVector("london3", "XLON", "p", URI + "other/stray.bin"));
    for (String open : List.of("london", "london2", "london3", "both.bin")) {
      lake.object("origin", open, AttackedLake.OPEN);
    }
    for (String secret : List.of("paris", "paris2", "paris.bin", "in-no-log")) {
      lake.object("origin", secret, AttackedLake.SECRET);
    }
    lake.object("other", "stray.bin", AttackedLake.SECRET);
    lake.object(
        "vectors",
        "ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin",
        AttackedLake.OPEN);
  }

  private static String withVector(String name, String mic, String type, String path) {
    return HandWrittenLog.addWith(
        URI + "origin/" + name,
        "{\"MIC\":\"" + mic + "\"}",
        HandWrittenLog.deletionVector(type, path));
  }

  private static void lies() {
    lake.sharing("liar", "gold").sharing("gold-twin", "gold").sharing("unseen", "hoard");
    lake.mapped("alone");
    for (String table : List.of("liar", "gold-twin", "unseen", "alone")) {
      lake.commit(
          table,
          HandWrittenLog.PROTOCOL,
          HandWrittenLog.metadata("id-" + table, "MIC", "string", "{}"));
    }
    lake.commit(
        "liar",
        HandWrittenLog.add(URI + "gold/f", "XLON"),
        HandWrittenLog.add(URI + "gold/two%20words%252F", "XLON"),
        HandWrittenLog.add(URI + "gold/of-both", "XLON"),
        HandWrittenLog.add(URI + "gold/of-neither", "XPAR"),
        HandWrittenLog.add(URI + "gold-evil/f", "XLON"),
        HandWrittenLog.add(URI + "gold/../apart/f", "XLON"),
        HandWrittenLog.add(URI + "gold/%2E%2E/apart/f", "XLON"),
        HandWrittenLog.add(URI + "gold/_delta_log/00000000000000000000.json", "XLON"),
        HandWrittenLog.add(URI + "apart/f", "XLON"),
        HandWrittenLog.add("s3://elsewhere/physical-lake/gold/f", "XLON"));
    lake.commit(
        "gold-twin",
        HandWrittenLog.add(URI + "gold/of-both", "XPAR"),
        HandWrittenLog.add(URI + "gold/of-neither", "XLON"));
    lake.commit("unseen", HandWrittenLog.add(URI + "hoard/f", "XLON"));
    lake.commit("alone", HandWrittenLog.add(URI + "apart/f", "XLON"));
    for (String open : List.of("f", "two words%2F", "of-both")) {
      lake.object("gold", open, AttackedLake.OPEN);
    }
    lake.object("gold", "of-neither", AttackedLake.SECRET);
    lake.object("gold", "_delta_log/00000000000000000000.json", AttackedLake.SECRET);
    for (String secret : List.of("gold-evil", "apart", "hoard")) {
      lake.object(secret, "f", AttackedLake.SECRET);
    }
    // Names that could be taken for what stands in the log for files elsewhere.
    lake.object("liar", BUCKET + "/physical-lake/gold/f", AttackedLake.SECRET);
    lake.object("liar", "/" + BUCKET + "/physical-lake/gold/f", AttackedLake.SECRET);
  }

  private static void assertOpen(String target) {
    Answer answer = lake.http().get(target);
    assertEquals(200, answer.status(), answer::everything);
    assertEquals(AttackedLake.OPEN, answer.bytes());
    Answer head = lake.http().send("HEAD", target);
    assertEquals(200, head.status());
    assertEquals(answer.header("ETag"), head.header("ETag"));
    assertEquals(answer.header("Content-Length"), head.header("Content-Length"));
    Answer part = lake.http().get(target, "Range: bytes=0-3");
    assertEquals(206, part.status());
    assertEquals(AttackedLake.OPEN.substring(0, 4), part.bytes());
  }

  /** Holds also that the backend was not asked. */
  private static void assertDenied(int status, String target) {
    lake.backend().forget();
    for (String method : List.of("GET", "HEAD")) {
      assertEquals(status, lake.http().send(method, target).status(), target);
      assertEquals(status, lake.http().send(method, target, "Range: bytes=0-3").status(), target);
    }
    assertEquals(List.of(), lake.backend().askedOfData(), target);
  }

  @Test
  void aCloneOfSparkGivesEachFileAsItsPartitionIsAllowed() throws IOException {
    int open = 0;
    int denied = 0;
    JsonNode expected = SparkTablesIT.expected("shallow-clone");
    for (String kind : List.of("files", "removedFiles")) {
      for (Map.Entry<String, JsonNode> file : expected.path(kind).properties()) {
        String mic = file.getValue().path("MIC").asText("");
        String key = file.getKey();
        String target =
            key.startsWith(MADE_AT)
                ? LAKE + Listing.encoded(key.substring(MADE_AT.length()))
                : "/datalake/shallow-clone/" + Listing.encoded(key);
        if (mic.equals("XLON") || mic.equals("XMIL")) {
          Answer answer = lake.http().get(target);
          assertEquals(200, answer.status(), answer::everything);
          assertTrue(answer.bytes().startsWith("PAR1") && answer.bytes().endsWith("PAR1"), target);
          assertEquals(206, lake.http().get(target, "Range: bytes=-8").status());
          assertEquals(200, lake.http().send("HEAD", target).status());
          open++;
        } else {
          assertDenied(403, target);
          denied++;
        }
      }
    }
    assertEquals(3, open);
    assertEquals(3, denied);
  }

  @Test
  void aFileOfTwoTablesIsJudgedUnderEachNameByThatTablesOwnRules() throws IOException {
    for (Map.Entry<String, JsonNode> file :
        SparkTablesIT.expected("clone-source").path("files").properties()) {
      String key = "clone-source/" + Listing.encoded(file.getKey());
      boolean ofSource = file.getValue().path("MIC").asText("").equals("XPAR");
      boolean ofClone = file.getValue().path("MIC").asText("").equals("XLON");
      assertEquals(ofSource ? 200 : 403, lake.http().get("/datalake/" + key).status(), () -> key);
      assertEquals(ofClone ? 200 : 403, lake.http().get(LAKE + key).status(), () -> key);
    }
  }

  @Test
  void ofTwoClonesOneThatAllowsAFileIsEnough() {
    assertOpen(LAKE + "gold/of-both");
    assertDenied(403, LAKE + "gold/of-neither");
  }

  @Test
  void vectorsByAbsolutePathFollowTheFilesThatUseThem() {
    for (String open : List.of("london", "london2", "london3", "both.bin")) {
      assertOpen(LAKE + "origin/" + open);
    }
    assertOpen("/datalake/vectors/ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin");
    for (String secret : List.of("paris", "paris2", "paris.bin")) {
      assertDenied(403, LAKE + "origin/" + secret);
    }
    assertDenied(404, LAKE + "origin/in-no-log");
    assertDenied(404, LAKE + "other/stray.bin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "two%20words%252F"})
  void aFileThatTheLogNamesInASharedLocationIsGiven(String key) {
    assertOpen(LAKE + "gold/" + key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/physical-lake/gold-evil/f",
        "/physical-lake/apart/f",
        "/physical-lake/hoard/f",
        "/physical-lake/gold",
        "/physical-lake/gold/",
        "/physical-lake/gold/_delta_log/00000000000000000000.json",
        "/physical-lake/liar/_delta_log/00000000000000000000.json",
        "/physical-lake/liar//physical-bucket/physical-lake/gold/f",
        "/physical-lake/two%20words%2F",
        "/physical-lake/gold/two%20words%2F",
        "/physical-lake/gold/F",
        "/physical-lake//gold/f",
        "//physical-lake/gold/f",
        "/physical-lake/gold%2F/f",
        "/physical-lake/gold/f%00",
        "/gold/f"
      })
  void whatNoLogNamesInASharedLocationIsMissing(String key) {
    lake.backend().forget();
    for (String method : List.of("GET", "HEAD")) {
      int status = lake.http().send(method, BUCKET + key).status();
      assertTrue(status == 404 || status == 400, () -> method + " " + key + " " + status);
    }
    assertEquals(List.of(), lake.backend().askedOfData());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gold/../apart/f", "gold/%2e%2e/apart/f", "gold/.%2E/apart/f"})
  void dotsLeadNowhere(String key) {
    assertDenied(400, LAKE + key);
  }

  @Test
  void theKeyOfAFileElsewhereIsNoneOfTheTable() {
    for (String slashes : List.of("/", "//", "///")) {
      assertDenied(
          404, "/datalake/liar" + slashes + MemoryS3Server.BUCKET + "/physical-lake/gold/f");
    }
    assertDenied(404, "/datalake/gold/f");
    assertDenied(404, "/elsewhere/physical-lake/gold/f");
  }

  @Test
  void nobodyLearnsOfPhysicalBucketsBesideTheFilesThatLogsName() {
    Answer shared = lake.http().get(LAKE + "hoard/f");
    assertEquals("NoSuchBucket", shared.code());
    assertEquals("NoSuchBucket", lake.http().get("/no-such-bucket/hoard/f").code());
    for (String query : List.of("", "?list-type=2", "?list-type=2&prefix=physical-lake/gold/")) {
      assertEquals("NoSuchBucket", lake.http().get(BUCKET + query).code());
    }
    assertEquals(404, lake.http().send("HEAD", BUCKET).status());
    assertEquals(404, lake.http().get(BUCKET + "?location").status());
    assertEquals(403, lake.http().send("PUT", LAKE + "gold/f", "Content-Length: 0").status());
    assertEquals(403, lake.http().send("DELETE", LAKE + "gold/f").status());
  }

  @Test
  void aListingShowsTheFilesBelowTheTablesRootAlone() {
    List<String> keys = Listing.allPages(lake.http(), "prefix=shallow-clone/").keys();
    List<String> files = keys.stream().filter(key -> !key.contains("/_delta_log/")).toList();
    assertEquals(1, files.size(), files::toString);
    assertTrue(files.getFirst().startsWith("shallow-clone/MIC=XMIL/"), files::toString);
    assertTrue(
        Listing.allPages(lake.http(), "prefix=liar/").keys().stream()
            .allMatch(key -> key.startsWith("liar/_delta_log/")));
  }

  @Test
  void aNewCommitOfACloneIsSeenAtOnce() {
    assertDenied(404, LAKE + "gold/late");
    lake.object("gold", "late", AttackedLake.OPEN);
    lake.commit("liar", HandWrittenLog.add(URI + "gold/late", "XLON"));
    assertOpen(LAKE + "gold/late");
  }

  @Test
  void aFileElsewhereIsRedirectedAsOthersAre(@TempDir Path other) {
    try (AttackedLake redirecting = AttackedLake.empty().sharing("clone", "gold")) {
      redirecting.commit(
          "clone",
          HandWrittenLog.PROTOCOL,
          HandWrittenLog.metadata("id-clone", "MIC", "string", "{}"),
          HandWrittenLog.add(URI + "gold/f", "XLON"),
          HandWrittenLog.add(URI + "gold/g", "XPAR"));
      redirecting.start(other, "\"clone\":[{\"MIC\":\"XLON\"}]", ",\"getMode\":\"presignedUrl\"");
      Answer answer = redirecting.http().get(LAKE + "gold/f");
      assertEquals(307, answer.status(), answer::everything);
      assertTrue(answer.header("Location").orElse("").contains("/physical-lake/gold/f?"));
      assertEquals(403, redirecting.http().get(LAKE + "gold/g").status());
    }
  }
}
