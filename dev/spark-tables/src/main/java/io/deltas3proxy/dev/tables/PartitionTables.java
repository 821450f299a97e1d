package io.deltas3proxy.dev.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Tables that differ in what they are partitioned by, and in how their files are named. */
final class PartitionTables {

  private static final List<String> AWKWARD =
      List.of(
          "a b", "a%b", "a+b", "a=b", "a/b", "../x", "a:b", "a%2Fb", "a%252Fb", "%20", "100%",
          "o'clock", "say \"x\"", "a#b", "a?b&c", "a\\b", "[x]{y}", "~^!$,;()", "a@b", "a\tb\nc",
          " leading", "é", "日本", "\uD83D\uDE00");

  /** Directories of these names are one where file names ignore case or normalize Unicode. */
  private static final List<String> ALIKE = List.of("ABC", "abc", "\u00e9", "e\u0301", "|<>", "x ");

  private PartitionTables() {}

  static List<TestTable> tables() {
    return List.of(
        TestTable.ofSql(
            "unpartitioned",
            "no partition column",
            "CREATE TABLE @t@ (id INT, name STRING) USING delta",
            "INSERT INTO @t@ VALUES (1, 'a')",
            "INSERT INTO @t@ VALUES (2, 'b')"),
        TestTable.ofSql(
            "plain",
            "protocol (1,2), one partition column, Hive-style directories",
            TestTable.create(),
            "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR')",
            "INSERT INTO @t@ VALUES (3, 'XLON'), (4, 'XPAR'), (5, NULL)"),
        TestTable.ofSql(
            "empty",
            "created and never written to",
            TestTable.create()),
        TestTable.ofSql(
            "random-prefixes",
            "files under random two-character prefixes instead of Hive-style directories",
            TestTable.create("delta.randomizeFilePrefixes=true", "delta.randomPrefixLength=2"),
            "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR')",
            "INSERT INTO @t@ VALUES (3, 'XLON'), (4, 'XPAR'), (5, NULL)"),
        TestTable.ofSql(
            "several-columns",
            "three partition columns of different types",
            "CREATE TABLE @t@ (id INT, country STRING, `year` INT, active BOOLEAN) USING delta"
                + " PARTITIONED BY (country, `year`, active)",
            "INSERT INTO @t@ VALUES (1, 'GB', 2025, true), (2, 'GB', 2026, false),"
                + " (3, 'DE', 2026, true), (4, 'DE', NULL, NULL)"),
        TestTable.ofSql(
            "types-numbers",
            "boolean, byte, short, integer, long, float, double, decimal with their limits",
            "CREATE TABLE @t@ (id INT, bo BOOLEAN, by TINYINT, sh SMALLINT, i INT, lo BIGINT,"
                + " fl FLOAT, dou DOUBLE, de DECIMAL(20,4)) USING delta"
                + " PARTITIONED BY (bo, by, sh, i, lo, fl, dou, de)",
            "INSERT INTO @t@ VALUES"
                + " (1, true, 1Y, 2S, 3, 4L, 1.5F, 2.5D, 12.3400),"
                + " (2, false, -128Y, -32768S, -2147483648, -9223372036854775808L,"
                + " CAST('-Infinity' AS FLOAT), CAST('-Infinity' AS DOUBLE),"
                + " -1234567890123456.7890),"
                + " (3, true, 127Y, 32767S, 2147483647, 9223372036854775807L,"
                + " CAST('Infinity' AS FLOAT), 1.7976931348623157E308D, 1234567890123456.7891),"
                + " (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
                + " (5, false, 0Y, 0S, 0, 0L, CAST('NaN' AS FLOAT), CAST('NaN' AS DOUBLE), 0),"
                + " (6, true, -1Y, -1S, -1, -1L, 1.0E-10F, -1.0E-10D, 100)"),
        new TestTable(
            "types-times",
            "date and timestamp, the latter in both formats that the log may have",
            PartitionTables::writeTimes),
        TestTable.ofSql(
            "types-timestamp-ntz",
            "timestamp without time zone (a reader feature)",
            "CREATE TABLE @t@ (id INT, ts TIMESTAMP_NTZ) USING delta PARTITIONED BY (ts)",
            "INSERT INTO @t@ VALUES (1, TIMESTAMP_NTZ '2026-01-05 08:00:00'),"
                + " (2, TIMESTAMP_NTZ '1969-12-31 23:59:59.123456'), (3, NULL)"),
        new TestTable(
            "types-text",
            "string and binary: empty means null, text that looks like null does not",
            PartitionTables::writeTexts),
        new TestTable(
            "special-characters",
            "partition values that must be escaped in paths, Hive-style directories",
            lake -> writeAwkward(lake, "special-characters", AWKWARD)),
        new TestTable(
            "special-characters-prefixed",
            "such partition values and more, files under random prefixes",
            lake ->
                writeAwkward(
                    lake,
                    "special-characters-prefixed",
                    Stream.concat(AWKWARD.stream(), ALIKE.stream()).distinct().toList(),
                    "delta.randomizeFilePrefixes=true",
                    "delta.randomPrefixLength=3")),
        TestTable.ofSql(
            "generated-column",
            "a partition column that is computed from another column",
            "CREATE TABLE @t@ (id INT, ts TIMESTAMP, day DATE GENERATED ALWAYS AS"
                + " (CAST(ts AS DATE))) USING delta PARTITIONED BY (day)",
            "INSERT INTO @t@ (id, ts) VALUES (1, TIMESTAMP '2026-01-05 08:00:00'),"
                + " (2, TIMESTAMP '2026-01-06 08:00:00')"));
  }

  private static void writeTimes(Lake lake) {
    lake.sql(
        "CREATE TABLE @types-times@ (id INT, day DATE, ts TIMESTAMP) USING delta"
            + " PARTITIONED BY (day, ts)");
    String rows =
        " VALUES (1, DATE '2026-01-05', TIMESTAMP '2026-01-05 08:00:00'),"
            + " (2, DATE '0001-01-01', TIMESTAMP '1969-12-31 23:59:59.999999'),"
            + " (3, DATE '9999-12-31', TIMESTAMP '2026-01-05 08:00:00.123'),"
            + " (4, NULL, NULL)";
    lake.sql("INSERT INTO @types-times@" + rows);
    lake.with(
        "spark.databricks.delta.write.utcTimestampPartitionValues",
        "false",
        () -> lake.sql("INSERT INTO @types-times@" + rows));
  }

  private static void writeTexts(Lake lake) {
    StructType schema = StructType.fromDDL("id INT, s STRING, b BINARY");
    lake.sql("CREATE TABLE @types-text@ (" + schema.toDDL() + ") USING delta"
        + " PARTITIONED BY (s, b)");
    lake.append(
        "types-text",
        schema,
        List.of(
            RowFactory.create(1, "plain", new byte[] {'a', 'b'}),
            RowFactory.create(2, "", new byte[0]),
            RowFactory.create(3, null, null),
            RowFactory.create(4, "null", new byte[] {1, 2}),
            RowFactory.create(5, "none", new byte[] {'%', '/', ' '}),
            RowFactory.create(6, " ", new byte[] {'0'})));
  }

  private static void writeAwkward(
      Lake lake, String name, List<String> values, String... properties) {
    StructType schema = StructType.fromDDL("id INT, name STRING");
    TestTable.sql(
        lake,
        name,
        "CREATE TABLE @t@ (" + schema.toDDL() + ") USING delta PARTITIONED BY (name)"
            + TestTable.properties(properties));
    List<Row> rows = new ArrayList<>();
    for (String value : values) {
      rows.add(RowFactory.create(rows.size(), value));
    }
    lake.append(name, schema, rows);
  }
}
