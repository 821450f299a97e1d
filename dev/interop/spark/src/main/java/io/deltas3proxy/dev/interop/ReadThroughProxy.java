package io.deltas3proxy.dev.interop;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads the sample lake through the proxy and prints what came, one tab-separated line a row.
 *
 * <p>usage: ReadThroughProxy ENDPOINT VERSION...
 */
public final class ReadThroughProxy {

  private static final String ALLOWED = "MIC in ('XETR', 'XLON')";

  private ReadThroughProxy() {}

  public static void main(String[] args) throws IOException {
    try (SparkSession spark = SparkSessions.open(args[0])) {
      for (String version : Arrays.asList(args).subList(1, args.length)) {
        Dataset<Row> trades =
            spark.read().format("delta").option("versionAsOf", version).load("s3a://datalake/trades");
        printTrades(version, trades.where(ALLOWED));
      }
      int reference = readAll(spark, "s3a://datalake/reference");
      System.out.println("reference\t" + reference);
      System.out.println("unfiltered\t" + unfiltered(spark));
    }
  }

  private static void printTrades(String version, Dataset<Row> trades) {
    List<Row> rows = trades.select("MIC", "trade_id", "quantity").collectAsList();
    for (Row row : rows) {
      System.out.println(
          "trade\t" + version + "\t" + row.get(0) + "\t" + row.get(1) + "\t" + row.get(2));
    }
  }

  /** Reads the files: a count would be answered from the log. */
  private static int readAll(SparkSession spark, String table) {
    return spark.read().format("delta").load(table).collectAsList().size();
  }

  /** Whether reading everything ends as it must. */
  private static String unfiltered(SparkSession spark) {
    try {
      return readAll(spark, "s3a://datalake/trades") + " rows";
    } catch (Exception e) { // Scala throws checked ones too, and does not declare them
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof AccessDeniedException) {
          return "refused";
        }
      }
      return String.valueOf(e.getMessage());
    }
  }
}
