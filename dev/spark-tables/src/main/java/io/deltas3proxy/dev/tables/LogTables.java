package io.deltas3proxy.dev.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;

/** Tables that differ in how their log is kept: checkpoints, cleaning, clones. */
final class LogTables {

  /** What the absolute paths of the clone are changed to, so that they name no real directory. */
  static final String CLONED_FROM = "s3://lake/tables/clone-source";

  private static final String PART_SIZE = "spark.databricks.delta.checkpoint.partSize";
  private static final String V2_FORMAT =
      "spark.databricks.delta.checkpointV2.topLevelFileFormat";

  private LogTables() {}

  static List<TestTable> tables() {
    return List.of(
        new TestTable(
            "checkpoint-and-commits",
            "a classic checkpoint with values as a struct too, and commits after it",
            lake -> {
              fill(lake, "checkpoint-and-commits", "delta.checkpoint.writeStatsAsStruct=true");
              lake.checkpoint("checkpoint-and-commits");
              more(lake, "checkpoint-and-commits");
            }),
        new TestTable(
            "multi-part-checkpoint",
            "a classic checkpoint in several parts",
            lake -> {
              fill(lake, "multi-part-checkpoint");
              lake.with(PART_SIZE, "3", () -> lake.checkpoint("multi-part-checkpoint"));
              more(lake, "multi-part-checkpoint");
            }),
        new TestTable(
            "v2-checkpoint-json",
            "a v2 checkpoint: JSON manifest and sidecars",
            lake -> writeV2(lake, "v2-checkpoint-json", "json")),
        new TestTable(
            "v2-checkpoint-parquet",
            "a v2 checkpoint: Parquet manifest and sidecars",
            lake -> writeV2(lake, "v2-checkpoint-parquet", "parquet")),
        new TestTable(
            "log-cleaned",
            "the commits before the checkpoint are gone; tombstones are in the checkpoint",
            lake -> {
              fill(lake, "log-cleaned");
              lake.checkpoint("log-cleaned");
              cleanLog(lake, "log-cleaned", 4);
              more(lake, "log-cleaned");
            }),
        new TestTable(
            "clone-source", "what shallow-clone was cloned from", lake -> fill(lake, "clone-source")),
        new TestTable(
            "shallow-clone",
            "a shallow clone: absolute paths into " + CLONED_FROM + ", and files of its own",
            lake -> {
              lake.sql("CREATE TABLE @shallow-clone@ SHALLOW CLONE @clone-source@");
              removeCheckpoints(lake, "shallow-clone");
              more(lake, "shallow-clone");
            }));
  }

  /** Four commits: files added, and one removed. */
  private static void fill(Lake lake, String name, String... properties) {
    TestTable.sql(
        lake,
        name,
        TestTable.create(properties),
        "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR'), (3, 'XPAR')",
        "INSERT INTO @t@ VALUES (4, 'XLON'), (5, 'XETR'), (6, NULL)",
        "DELETE FROM @t@ WHERE id = 2");
  }

  private static void more(Lake lake, String name) {
    TestTable.sql(
        lake,
        name,
        "INSERT INTO @t@ VALUES (7, 'XMIL')",
        "DELETE FROM @t@ WHERE MIC = 'XPAR'");
  }

  private static void writeV2(Lake lake, String name, String format) {
    fill(lake, name, "delta.checkpointPolicy=v2");
    lake.with(
        V2_FORMAT,
        format,
        () -> lake.with(PART_SIZE, "3", () -> lake.checkpoint(name)));
    more(lake, name);
  }

  /** The paths in the JSON commits can be replaced, those in a checkpoint cannot. */
  private static void removeCheckpoints(Lake lake, String name) {
    Path log = lake.path(name).resolve("_delta_log");
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.filter(file -> file.toString().contains("checkpoint")).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DeltaLog.clearCache();
  }

  /** Does what Delta's clean-up does when commits are older than the log retention. */
  private static void cleanLog(Lake lake, String name, int before) {
    Path log = lake.path(name).resolve("_delta_log");
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.toList()) {
        String digits = file.getFileName().toString().replaceFirst("^\\.", "").split("\\.")[0];
        if (digits.matches("[0-9]{20}")
            && Long.parseLong(digits) < before - 1
            && !file.getFileName().toString().contains("checkpoint")) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DeltaLog.clearCache();
  }
}
