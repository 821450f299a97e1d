package io.deltas3proxy.dev.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import scala.Option;

/** One table, read where it lies and filtered by partition, and read as its view. */
final class ViewedTable {

  private static final int STREAM_MILLIS = 60_000;

  private final SparkSession spark;
  private final Rule rule;
  private final String upstream;
  private final String view;
  private final Map<Long, Metadata> versions = new LinkedHashMap<>();
  private final long newest;

  ViewedTable(SparkSession spark, Rule rule, String upstream, String view) {
    this.spark = spark;
    this.rule = rule;
    this.upstream = upstream;
    this.view = view;
    DeltaLog log = DeltaLog.forTable(spark, upstream);
    this.newest = log.unsafeVolatileSnapshot().version();
    for (long version = 0; version <= newest; version++) {
      try {
        Snapshot snapshot = log.getSnapshotAt(version, Option.empty(), Option.empty(), false);
        versions.put(version, snapshot.metadata());
      } catch (Exception e) { // Scala throws checked ones too, and does not declare them
        if (version == newest) {
          throw new IllegalStateException(upstream + " cannot be read", e);
        }
      }
    }
  }

  /** Reads everything that is to be compared. */
  List<Comparison> comparisons() {
    List<Comparison> all = new ArrayList<>();
    for (long version = 0; version <= newest; version++) {
      all.add(snapshot("version", "versionAsOf", String.valueOf(version), version));
    }
    List<Row> commits = history(upstream, "version, timestamp").collectAsList();
    for (Row commit : commits) {
      all.add(snapshot("timestamp", "timestampAsOf", commit.get(1).toString(), commit.getLong(0)));
    }
    all.add(histories());
    long first = commits.get(commits.size() - 1).getLong(0);
    all.add(changes(Math.max(first, firstOfLike())));
    all.add(stream(Math.max(first, firstOfLike())));
    return all;
  }

  private Comparison snapshot(String check, String option, String value, long version) {
    Metadata metadata = versions.get(version);
    return new Comparison(
        check,
        option + " " + value,
        Outcome.of(
            () ->
                rows(
                    tracked(load(upstream, option, value), metadata)
                        .where(rule.condition(metadata)))),
        Outcome.of(() -> rows(tracked(load(view, option, value), metadata))));
  }

  /** With the ids of rows, if the table has them. */
  private static Dataset<Row> tracked(Dataset<Row> read, Metadata metadata) {
    boolean ids =
        metadata != null
            && "true".equals(metadata.getConfiguration().get("delta.enableRowTracking"));
    return ids ? read.selectExpr("*", "_metadata.row_id", "_metadata.row_commit_version") : read;
  }

  /** The same history, without what tells of the rest. */
  private Comparison histories() {
    String kept = "version, timestamp, operation, readVersion, isolationLevel, isBlindAppend";
    String redacted =
        "(operationParameters IS NULL OR size(operationParameters) = 0) AND operationMetrics IS NULL"
            + " AND userMetadata IS NULL AND userName IS NULL AND userId IS NULL";
    return new Comparison(
        "history",
        "DESCRIBE HISTORY",
        Outcome.of(() -> rows(history(upstream, kept + ", true AS redacted"))),
        Outcome.of(() -> rows(history(view, kept + ", " + redacted + " AS redacted"))));
  }

  private Comparison changes(long first) {
    Metadata metadata = versions.get(newest);
    Map<String, String> options =
        Map.of("readChangeFeed", "true", "startingVersion", String.valueOf(first));
    return new Comparison(
        "changes",
        "readChangeFeed from " + first,
        Outcome.of(() -> rows(load(upstream, options).where(rule.condition(metadata)))),
        Outcome.of(() -> rows(load(view, options))));
  }

  private Comparison stream(long first) {
    return new Comparison(
        "stream",
        "readStream from " + first,
        Outcome.of(() -> streamed(upstream, first, true)),
        Outcome.of(() -> streamed(view, first, false)));
  }

  /** The first version from which on the columns are those of the newest. */
  private long firstOfLike() {
    Metadata last = versions.get(newest);
    long first = newest;
    for (long version = newest; version >= 0; version--) {
      Metadata metadata = versions.get(version);
      if (metadata == null
          || !metadata.partitionSchema().equals(last.partitionSchema())
          || !metadata.schema().equals(last.schema())) {
        break;
      }
      first = version;
    }
    return first;
  }

  private Dataset<Row> load(String table, String option, String value) {
    return load(table, Map.of(option, value));
  }

  private Dataset<Row> load(String table, Map<String, String> options) {
    return spark.read().format("delta").options(options).load(table);
  }

  private Dataset<Row> history(String table, String columns) {
    return spark.sql("DESCRIBE HISTORY delta.`" + table + "`").selectExpr(columns.split(", "));
  }

  private List<String> streamed(String table, long first, boolean filtered) throws Exception {
    List<String> rows = new ArrayList<>();
    Metadata metadata = versions.get(newest);
    Dataset<Row> read =
        spark
            .readStream()
            .format("delta")
            .option("startingVersion", first)
            .option("ignoreChanges", true)
            .load(table);
    StreamingQuery query =
        (filtered ? read.where(rule.condition(metadata)) : read)
            .writeStream()
            .foreachBatch(
                (VoidFunction2<Dataset<Row>, Long>) (batch, id) -> rows.addAll(rows(batch)))
            .trigger(Trigger.AvailableNow())
            .start();
    try {
      if (!query.awaitTermination(STREAM_MILLIS)) {
        throw new IllegalStateException("the stream did not end");
      }
    } finally {
      query.stop();
    }
    return rows;
  }

  /** As JSON, with the schema before: it leaves nulls out. */
  private static List<String> rows(Dataset<Row> read) {
    List<String> rows = new ArrayList<>();
    rows.add(read.schema().simpleString());
    read.select(functions.to_json(functions.struct(functions.col("*"))))
        .collectAsList()
        .forEach(row -> rows.add(row.getString(0)));
    return rows;
  }
}
