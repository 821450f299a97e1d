package io.deltas3proxy.bench;

import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** Writes the log of a large table: commits, and one checkpoint by Delta Kernel. */
final class SyntheticTable {

  private static final int FILES_PER_COMMIT = 50_000;

  private static final String STATS =
      "{\\\"numRecords\\\":1000,\\\"minValues\\\":{\\\"id\\\":1,\\\"price\\\":0.5,"
          + "\\\"symbol\\\":\\\"AAAA\\\"},\\\"maxValues\\\":{\\\"id\\\":1000,\\\"price\\\":99.5,"
          + "\\\"symbol\\\":\\\"ZZZZ\\\"},\\\"nullCount\\\":{\\\"id\\\":0,\\\"price\\\":0,"
          + "\\\"symbol\\\":0}}";

  private SyntheticTable() {}

  static void write(Path root, int files) throws IOException {
    Path log = Files.createDirectories(root.resolve("_delta_log"));
    String field =
        "{\\\"name\\\":\\\"%s\\\",\\\"type\\\":\\\"%s\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}";
    String fields =
        String.format(field, "id", "long")
            + ","
            + String.format(field, "day", "date")
            + ","
            + String.format(field, "MIC", "string");
    Files.writeString(
        log.resolve(name(0)),
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n"
            + "{\"metaData\":{\"id\":\"synthetic\",\"format\":{\"provider\":\"parquet\","
            + "\"options\":{}},\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":["
            + fields
            + "]}\",\"partitionColumns\":[\"day\",\"MIC\"],\"configuration\":{}}}\n");
    int version = 0;
    for (int first = 0; first < files; first += FILES_PER_COMMIT) {
      version++;
      try (BufferedWriter commit = Files.newBufferedWriter(log.resolve(name(version)))) {
        for (int file = first; file < Math.min(files, first + FILES_PER_COMMIT); file++) {
          commit.write(add(file));
        }
      }
    }
    Engine engine = DefaultEngine.create(new Configuration());
    TableManager.loadSnapshot(root.toUri().toString()).build(engine).writeCheckpoint(engine);
    for (int old = 0; old < version; old++) {
      Files.delete(log.resolve(name(old)));
    }
    // The commit of the checkpoint stays, as the protocol wants, but costs nothing to read.
    Files.writeString(log.resolve(name(version)), "{\"commitInfo\":{\"timestamp\":1}}\n");
  }

  private static String add(int file) {
    return "{\"add\":{\"path\":\""
        + SyntheticFiles.key(file)
        + "\",\"partitionValues\":{\"day\":\""
        + SyntheticFiles.day(file)
        + "\",\"MIC\":\""
        + SyntheticFiles.exchange(file)
        + "\"},\"size\":1000000,\"modificationTime\":1700000000000,\"dataChange\":true,"
        + "\"stats\":\""
        + STATS
        + "\"}}\n";
  }

  private static String name(int version) {
    return String.format("%020d.json", version);
  }
}
