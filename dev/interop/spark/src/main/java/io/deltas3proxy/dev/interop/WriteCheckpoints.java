package io.deltas3proxy.dev.interop;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;

/**
 * Writes a checkpoint in the middle of each table's log.
 *
 * <p>usage: WriteCheckpoints TABLE...
 */
public final class WriteCheckpoints {

  private WriteCheckpoints() {}

  public static void main(String[] args) throws IOException {
    List<String> tables = Arrays.asList(args);
    try (SparkSession spark = SparkSessions.open("http://localhost")) {
      for (String table : tables) {
        DeltaLog log = DeltaLog.forTable(spark, table);
        long middle = (log.unsafeVolatileSnapshot().version() + 1) / 2;
        Snapshot snapshot = log.getSnapshotAt(middle, Option.empty(), Option.empty(), false);
        log.checkpoint(snapshot, Option.empty());
      }
    }
  }
}
