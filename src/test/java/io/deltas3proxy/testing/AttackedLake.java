package io.deltas3proxy.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.deltas3proxy.testing.RawHttp.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The whole product over a backend that keeps what it was asked. Table {@code trades} allows the
 * partition XLON, {@code reference} everything, {@code my_table} and {@code my_table2} everything
 * and nothing.
 */
public final class AttackedLake implements AutoCloseable {

  /** What stands in every object that nobody may read. */
  public static final String SECRET = "forbidden-rows";

  /** What stands in every object that anybody may read. */
  public static final String OPEN = "allowed-rows";

  /** The path of every table begins with it: in no answer may it be. */
  public static final String PHYSICAL = "physical-lake";

  private final MemoryS3Server backend = new MemoryS3Server();
  private final Map<String, Integer> nextCommit = new HashMap<>();
  private final List<String> mapping = new ArrayList<>();
  private @Nullable Product product;
  private int refreshMillis = 20;

  /** An empty lake that nobody serves yet. */
  public static AttackedLake empty() {
    return new AttackedLake();
  }

  /** The usual tables, streamed. */
  public static AttackedLake streaming(Path directory) {
    return empty()
        .table("trades")
        .table("reference")
        .table("my_table")
        .table("my_table2")
        .table("nobodys")
        .start(
            directory,
            "\"trades\":[{\"MIC\":\"XLON\"}],\"reference\":[{}],\"my_table\":[{}]",
            ",\"getMode\":\"proxy\"");
  }

  /** Begins a table that is partitioned by the string column {@code MIC}. */
  public AttackedLake table(String table) {
    return table(table, HandWrittenLog.metadata("id-" + table, "MIC", "string", "{}"));
  }

  /** Begins a table with this metadata. */
  public AttackedLake table(String table, String metadata) {
    mapped(table);
    commit(table, HandWrittenLog.PROTOCOL, metadata);
    return this;
  }

  /** Looks for new commits at most so often. */
  public AttackedLake lookingEvery(int millis) {
    refreshMillis = millis;
    return this;
  }

  /** An alias for a table whose log is written, or left out, by somebody else. */
  public AttackedLake mapped(String table) {
    mapping.add(
        "\"%s\":\"s3://%s/%s/%s\"".formatted(table, MemoryS3Server.BUCKET, PHYSICAL, table));
    return this;
  }

  /** An alias for a table whose log may name files of other places. */
  public AttackedLake sharing(String table, String... places) {
    List<String> locations = new ArrayList<>();
    for (String place : places) {
      locations.add("\"s3a://%s/%s/%s\"".formatted(MemoryS3Server.BUCKET, PHYSICAL, place));
    }
    mapping.add(
        "\"%s\":{\"uri\":\"s3://%s/%s/%s\",\"sharedLocations\":[%s]}"
            .formatted(table, MemoryS3Server.BUCKET, PHYSICAL, table, String.join(",", locations)));
    return this;
  }

  /**
   * Starts the product. It looks for commits as often as it is asked, nearly: probing for what is
   * not there would be slow.
   *
   * @param rules the content of {@code allowedPartitions}
   * @param more further keys of the configuration, each with a comma before it
   */
  public AttackedLake start(Path directory, String rules, String more) {
    product =
        Product.start(
            directory,
            "\"stores\":{"
                + Product.store(backend.endpoint(), MemoryS3Server.BUCKET)
                + "},\"tableMapping\":{"
                + String.join(",", mapping)
                + "},\"allowedPartitions\":{"
                + rules
                + "},\"index\":{\"refreshIntervalMillis\":"
                + refreshMillis
                + ",\"maxAgeSeconds\":"
                + Math.max(10, refreshMillis / 1000)
                + "}"
                + more);
    return this;
  }

  /** Adds a file of a partition to the log, and its bytes. */
  public void file(String table, String key, String mic) {
    commit(table, HandWrittenLog.add(asLogged(key), mic));
    object(table, key, mic.equals("XLON") ? OPEN : SECRET);
  }

  /** Adds an object that no log names. */
  public void object(String table, String key, String content) {
    backend.objects().put(physical(table, key), content);
  }

  /** Writes the next commit of a table. */
  public void commit(String table, String... actions) {
    int version = nextCommit.merge(table, 1, Integer::sum) - 1;
    log(table, "%020d.json".formatted(version), String.join("\n", actions) + "\n");
  }

  /** Writes an object of the log. */
  public void log(String table, String name, String content) {
    object(table, "_delta_log/" + name, content);
  }

  public static String physical(String table, String key) {
    return PHYSICAL + "/" + table + "/" + key;
  }

  /** As a writer puts a path into JSON, escaped once. */
  public static String asLogged(String key) {
    StringBuilder logged = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      logged.append(c <= ' ' || "%\\\"".indexOf(c) >= 0 ? "%%%02X".formatted((int) c) : "" + c);
    }
    return logged.toString();
  }

  public MemoryS3Server backend() {
    return backend;
  }

  public Product product() {
    return Objects.requireNonNull(product, "not started");
  }

  public RawHttp http() {
    return product().http();
  }

  /** Asks once, so that the index of a table is there. */
  public void warmUp(String table) {
    http().get("/datalake?prefix=" + table + "/&max-keys=1");
  }

  /** Asks and holds that the data of no object was asked of the backend, and nothing is told. */
  public Answer denied(int status, String method, String target, String... headers) {
    backend.forget();
    Answer answer = http().send(method, target, headers);
    assertEquals(status, answer.status(), () -> method + " " + target + "\n" + answer.everything());
    assertEquals(List.of(), backend.askedOfData(), () -> method + " " + target);
    assertTellsNothing(answer);
    return answer;
  }

  public static void assertTellsNothing(Answer answer) {
    String everything = answer.everything();
    for (String secret :
        List.of(SECRET, PHYSICAL, MemoryS3Server.BUCKET, S3TestServer.ACCESS_KEY, "Exception")) {
      assertFalse(everything.contains(secret), () -> secret + " in\n" + everything);
    }
  }

  @Override
  public void close() {
    if (product != null) {
      product.close();
    }
    backend.close();
  }
}
