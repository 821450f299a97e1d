package io.deltas3proxy.dev.interop;

import java.nio.file.AccessDeniedException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a table through the proxy, as its owner or as somebody who may write one partition, and
 * prints how attempts ended, one tab-separated line each.
 *
 * <p>usage: WriteThroughProxy ENDPOINT owner|guest
 */
public final class WriteThroughProxy {

  private static final String LOCATION = "s3a://datalake/spark";
  private static final String TABLE = "delta.`" + LOCATION + "`";

  private WriteThroughProxy() {}

  /** What may fail. */
  private interface Attempt {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    try (SparkSession spark = SparkSessions.open(args[0])) {
      spark.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
      if (args[1].equals("owner")) {
        own(spark);
      } else {
        visit(spark);
      }
    }
  }

  private static Dataset<Row> rows(SparkSession spark, int first, int last, String market) {
    return spark
        .range(first, last)
        .selectExpr("id", "'" + market + "' AS MIC", "cast(1 AS bigint) AS quantity");
  }

  private static void append(Dataset<Row> rows) {
    rows.write().format("delta").mode("append").save(LOCATION);
  }

  private static void own(SparkSession spark) {
    rows(spark, 0, 100, "XPAR")
        .unionByName(rows(spark, 100, 200, "XLON"))
        .write()
        .format("delta")
        .partitionBy("MIC")
        .option("delta.enableDeletionVectors", "true")
        .option("delta.checkpointInterval", "5")
        .save(LOCATION);
    append(rows(spark, 200, 210, "XLON"));
    rows(spark, 205, 215, "XLON").createOrReplaceTempView("changes");
    spark.sql(
        "MERGE INTO " + TABLE + " t USING changes s ON t.MIC = s.MIC AND t.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET quantity = 5 WHEN NOT MATCHED THEN INSERT *");
    spark.sql("UPDATE " + TABLE + " SET quantity = 7 WHERE id < 5");
    spark.sql("DELETE FROM " + TABLE + " WHERE id = 50");
    spark.sql("ALTER TABLE " + TABLE + " SET TBLPROPERTIES ('note' = 'by its owner')");
    spark.sql("OPTIMIZE " + TABLE);
    spark.sql("VACUUM " + TABLE + " RETAIN 0 HOURS");
    System.out.println("owner\tdone");
  }

  private static void visit(SparkSession spark) {
    for (int first = 300; first < 360; first += 10) {
      append(rows(spark, first, first + 10, "XLON"));
    }
    spark.sql("UPDATE " + TABLE + " SET quantity = 9 WHERE MIC = 'XLON' AND id = 300");
    System.out.println("guest\tdone");
    tell("foreign", () -> append(rows(spark, 900, 910, "XPAR")));
    tell(
        "both",
        () -> append(rows(spark, 910, 920, "XPAR").unionByName(rows(spark, 920, 930, "XLON"))));
    tell(
        "alter",
        () -> spark.sql("ALTER TABLE " + TABLE + " SET TBLPROPERTIES ('note' = 'by a guest')"));
    tell("update", () -> spark.sql("UPDATE " + TABLE + " SET quantity = 0 WHERE MIC = 'XPAR'"));
    tell("vacuum", () -> spark.sql("VACUUM " + TABLE + " RETAIN 0 HOURS"));
  }

  private static void tell(String name, Attempt attempt) {
    System.out.println(name + "\t" + outcome(attempt));
  }

  private static String outcome(Attempt attempt) {
    try {
      attempt.run();
      return "done";
    } catch (Exception e) { // Scala throws checked ones too, and does not declare them
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof AccessDeniedException) {
          return "refused";
        }
      }
      return String.valueOf(e).replaceAll("\\s+", " ");
    }
  }
}
