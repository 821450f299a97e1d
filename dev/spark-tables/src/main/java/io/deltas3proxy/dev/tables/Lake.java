package io.deltas3proxy.dev.tables;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.StructType;

/** A directory of Delta tables and the Spark session that writes them. */
final class Lake {

  private final SparkSession spark;
  private final Path root;

  Lake(SparkSession spark, Path root) {
    this.spark = spark;
    this.root = root;
  }

  /** One thread and one shuffle partition: as few files, and as little chance, as possible. */
  static SparkSession openSession(Path warehouse) {
    return SparkSession.builder()
        .master("local[1]")
        .appName("spark-tables")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.parquet.compression.codec", "snappy")
        .config("spark.sql.warehouse.dir", warehouse.toUri().toString())
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "1")
        .config("spark.databricks.delta.allFilesInCrc.enabled", "false")
        .config("spark.databricks.delta.retentionDurationCheck.enabled", "false")
        .getOrCreate();
  }

  SparkSession spark() {
    return spark;
  }

  Path path(String table) {
    return root.resolve(table);
  }

  /** The name of a table in SQL. */
  String table(String name) {
    return "delta.`" + path(name) + "`";
  }

  /**
   * Runs statements in which {@code @name@} stands for the table of that name.
   *
   * @return the result of the last one
   */
  Dataset<Row> sql(String... statements) {
    Dataset<Row> result = null;
    for (String statement : statements) {
      StringBuilder expanded = new StringBuilder();
      String[] pieces = statement.split("@", -1);
      for (int i = 0; i < pieces.length; i++) {
        expanded.append(i % 2 == 0 ? pieces[i] : table(pieces[i]));
      }
      result = spark.sql(expanded.toString());
    }
    return result;
  }

  /** Appends rows in one task: one file for each partition that occurs. */
  void append(String name, StructType schema, List<Row> rows) {
    spark
        .createDataFrame(rows, schema)
        .coalesce(1)
        .write()
        .format("delta")
        .mode("append")
        .save(path(name).toString());
  }

  /** Writes a checkpoint of the newest version. */
  void checkpoint(String name) {
    DeltaLog.forTable(spark, path(name).toString()).checkpoint();
  }

  /** For a time, with other settings of the session. */
  void with(String key, String value, Runnable work) {
    spark.conf().set(key, value);
    try {
      work.run();
    } finally {
      spark.conf().unset(key);
    }
  }

  /**
   * Removes what only Hadoop's local file system knows: its hidden checksum files. The version
   * checksums of Delta ({@code N.crc}, not hidden) stay.
   */
  void removeHiddenChecksums() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(".") && name.endsWith(".crc")) {
          Files.delete(file);
        }
      }
    }
    removeEmptyDirectories();
  }

  /** Object stores know no empty directory, and neither does a version control system. */
  private void removeEmptyDirectories() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path directory :
          files.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
        try (Stream<Path> children = Files.list(directory)) {
          if (children.findAny().isPresent()) {
            continue;
          }
        }
        Files.delete(directory);
      }
    }
  }

  /** Random prefixes may; such files overwrite each other where file names ignore case. */
  boolean hasNamesThatDifferInCaseOnly() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<String> names = files.map(file -> file.toString().toLowerCase(Locale.ROOT)).toList();
      return names.size() > Set.copyOf(names).size();
    }
  }

  /** Replaces a directory, in all forms that a path or URI of it takes, by a URI. */
  void replaceInTexts(Path tree, Path directory, String uri) throws IOException {
    for (Path file : texts(tree)) {
      String text = Files.readString(file);
      for (String form : List.of("file://" + directory, "file:" + directory, "" + directory)) {
        text = text.replace(form, uri);
      }
      Files.writeString(file, text);
    }
  }

  /** What is committed must not tell where it was written. */
  void refuseFilesThatName(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(directory.toString())) {
          throw new IOException(file + " names the directory that it was written in");
        }
      }
    }
  }

  private static List<Path> texts(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".parquet"))
          .filter(file -> !file.toString().endsWith(".bin"))
          .toList();
    }
  }
}
