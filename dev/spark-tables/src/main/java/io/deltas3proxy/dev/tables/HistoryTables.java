package io.deltas3proxy.dev.tables;

import java.util.List;

/** Tables whose commits take files away, bring them back, or change what the table is. */
final class HistoryTables {

  private static final String INSERT_TWO = "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR')";
  private static final String INSERT_MORE =
      "INSERT INTO @t@ VALUES (3, 'XLON'), (4, 'XETR'), (5, 'XPAR')";

  private HistoryTables() {}

  static List<TestTable> tables() {
    return List.of(
        TestTable.ofSql(
            "optimized",
            "OPTIMIZE of one partition, then of all",
            TestTable.create(),
            INSERT_TWO,
            INSERT_MORE,
            "OPTIMIZE @t@ WHERE MIC = 'XLON'",
            INSERT_MORE,
            "OPTIMIZE @t@"),
        TestTable.ofSql(
            "overwritten",
            "overwrites of everything and of one partition, DELETE of a partition and of rows",
            TestTable.create(),
            INSERT_TWO,
            "INSERT OVERWRITE @t@ VALUES (10, 'XLON'), (11, 'XPAR'), (12, 'XPAR')",
            "INSERT INTO @t@ REPLACE WHERE MIC = 'XLON' VALUES (20, 'XLON')",
            INSERT_TWO,
            "DELETE FROM @t@ WHERE MIC = 'XETR'",
            "DELETE FROM @t@ WHERE id = 11"),
        new TestTable(
            "repartitioned",
            "an overwrite changed the partition column: tombstones have values of another one",
            HistoryTables::writeRepartitioned),
        new TestTable(
            "replaced",
            "REPLACE TABLE with another partition column and schema",
            HistoryTables::writeReplaced),
        TestTable.ofSql(
            "restored",
            "RESTORE adds files again that were removed",
            TestTable.create(),
            INSERT_TWO,
            "DELETE FROM @t@ WHERE MIC = 'XETR'",
            INSERT_MORE,
            "RESTORE TABLE @t@ TO VERSION AS OF 1"),
        TestTable.ofSql(
            "vacuumed",
            "VACUUM deleted the files of older versions, whose tombstones remain",
            TestTable.create(),
            INSERT_TWO,
            "DELETE FROM @t@ WHERE MIC = 'XETR'",
            "VACUUM @t@ RETAIN 0 HOURS"));
  }

  /** By a name in the catalog, since a table that has only a path cannot be replaced. */
  private static void writeReplaced(Lake lake) {
    String location = " LOCATION '" + lake.path("replaced") + "'";
    lake.sql(
        "CREATE TABLE replaced (id INT, MIC STRING) USING delta PARTITIONED BY (MIC)" + location,
        "INSERT INTO replaced VALUES (1, 'XLON'), (2, 'XETR')",
        "CREATE OR REPLACE TABLE replaced (id BIGINT, day DATE, MIC STRING) USING delta"
            + " PARTITIONED BY (day)"
            + location,
        "INSERT INTO replaced VALUES (1, DATE '2026-01-05', 'XLON')",
        "DROP TABLE replaced");
  }

  private static void writeRepartitioned(Lake lake) {
    TestTable.sql(
        lake,
        "repartitioned",
        "CREATE TABLE @t@ (id INT, MIC STRING, side STRING) USING delta PARTITIONED BY (MIC)",
        "INSERT INTO @t@ VALUES (1, 'XLON', 'BUY'), (2, 'XETR', 'SELL')");
    lake.spark()
        .createDataFrame(
            lake.sql("SELECT * FROM @repartitioned@").collectAsList(),
            lake.sql("SELECT * FROM @repartitioned@").schema())
        .coalesce(1)
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .partitionBy("side")
        .save(lake.path("repartitioned").toString());
    lake.sql("INSERT INTO @repartitioned@ VALUES (3, 'XPAR', 'BUY')");
  }
}
