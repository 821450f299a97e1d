package io.deltas3proxy.bench;

import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Writes the log of a large table: commits, and one checkpoint by Delta Kernel. */
final class SyntheticTable {

  private static final int FILES_PER_COMMIT = 50_000;
  private static final int FILES_PER_PART = 1_000_000;

  /** Of a table with a checkpoint of several files. */
  private static final int VERSION = 20;

  private static final String STATS =
      "{\\\"numRecords\\\":1000,\\\"minValues\\\":{\\\"id\\\":1,\\\"price\\\":0.5,"
          + "\\\"symbol\\\":\\\"AAAA\\\"},\\\"maxValues\\\":{\\\"id\\\":1000,\\\"price\\\":99.5,"
          + "\\\"symbol\\\":\\\"ZZZZ\\\"},\\\"nullCount\\\":{\\\"id\\\":0,\\\"price\\\":0,"
          + "\\\"symbol\\\":0}}";

  /** Letters of the least and largest symbol of each file, which do not compress. */
  private static final int NOISE = Integer.getInteger("deltas3proxy.bench.noise", 0);

  private SyntheticTable() {}

  private static String stats(int file) {
    return NOISE == 0
        ? STATS
        : STATS.replace("AAAA", noise(2 * file)).replace("ZZZZ", noise(2 * file + 1));
  }

  private static String noise(int seed) {
    StringBuilder text = new StringBuilder(NOISE);
    new SplittableRandom(seed)
        .ints(NOISE, 0, 64)
        .forEach(i -> text.append((char) (i < 26 ? 'A' + i : i < 52 ? 'a' + i - 26 : '!' + i - 41)));
    return text.toString();
  }

  /** How a checkpoint is written (Delta protocol, "Checkpoints"). */
  enum Form {
    /** One file. */
    CLASSIC,
    /** Files of a million actions each. */
    MULTIPART,
    /** A manifest, and sidecars of a million actions each. */
    V2
  }

  static void write(Path root, int files) throws IOException {
    write(root, files, Form.CLASSIC);
  }

  static void write(Path root, int files, Form form) throws IOException {
    Path log = Files.createDirectories(root.resolve("_delta_log"));
    if (form == Form.CLASSIC) {
      writePart(root, 0, files);
      return;
    }
    int parts = (files + FILES_PER_PART - 1) / FILES_PER_PART;
    List<String> sidecars = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      Path own = root.resolve("part-" + part);
      int first = part * FILES_PER_PART;
      Files.createDirectories(own.resolve("_delta_log"));
      int last = writePart(own, first, Math.min(files - first, FILES_PER_PART));
      Path checkpoint =
          own.resolve("_delta_log").resolve(String.format("%020d.checkpoint.parquet", last));
      if (form == Form.MULTIPART) {
        String name =
            String.format("%020d.checkpoint.%010d.%010d.parquet", VERSION, part + 1, parts);
        Files.move(checkpoint, log.resolve(name));
      } else {
        Path directory = Files.createDirectories(log.resolve("_sidecars"));
        String name = String.format("part-%05d.parquet", part);
        sidecars.add(
            "{\"sidecar\":{\"path\":\"" + name + "\",\"sizeInBytes\":" + Files.size(checkpoint)
                + ",\"modificationTime\":1700000000000}}\n");
        Files.move(checkpoint, directory.resolve(name));
      }
      try (Stream<Path> left = Files.walk(own)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    if (form == Form.V2) {
      Files.writeString(
          log.resolve(
              String.format(
                  "%020d.checkpoint.3a0d65cd-4056-49b8-937b-95f9e3ee90e5.json", VERSION)),
          "{\"checkpointMetadata\":{\"version\":" + VERSION + "}}\n"
              + "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
              + "\"readerFeatures\":[\"v2Checkpoint\"],\"writerFeatures\":[\"v2Checkpoint\"]}}\n"
              + metadata()
              + String.join("", sidecars));
    }
    Files.writeString(log.resolve(name(VERSION)), "{\"commitInfo\":{\"timestamp\":1}}\n");
  }

  private static String metadata() {
    String field =
        "{\\\"name\\\":\\\"%s\\\",\\\"type\\\":\\\"%s\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}";
    String fields =
        String.format(field, "id", "long")
            + ","
            + String.format(field, "day", "date")
            + ","
            + String.format(field, "MIC", "string");
    return "{\"metaData\":{\"id\":\"synthetic\",\"format\":{\"provider\":\"parquet\","
        + "\"options\":{}},\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":["
        + fields
        + "]}\",\"partitionColumns\":[\"day\",\"MIC\"],\"configuration\":{}}}\n";
  }

  /** Writes a table with some of the files, and gives its version. */
  private static int writePart(Path root, int firstFile, int files) throws IOException {
    Path log = root.resolve("_delta_log");
    Files.writeString(
        log.resolve(name(0)),
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n" + metadata());
    int version = 0;
    for (int first = 0; first < files; first += FILES_PER_COMMIT) {
      version++;
      try (BufferedWriter commit = Files.newBufferedWriter(log.resolve(name(version)))) {
        for (int file = first; file < Math.min(files, first + FILES_PER_COMMIT); file++) {
          commit.write(add(firstFile + file));
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
    return version;
  }

  static String add(int file) {
    return "{\"add\":{\"path\":\""
        + SyntheticFiles.key(file)
        + "\",\"partitionValues\":{\"day\":\""
        + SyntheticFiles.day(file)
        + "\",\"MIC\":\""
        + SyntheticFiles.exchange(file)
        + "\"},\"size\":1000000,\"modificationTime\":1700000000000,\"dataChange\":true,"
        + "\"stats\":\""
        + stats(file)
        + "\"}}\n";
  }

  static String name(long version) {
    return String.format("%020d.json", version);
  }
}
