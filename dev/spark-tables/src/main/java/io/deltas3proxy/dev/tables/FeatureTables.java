package io.deltas3proxy.dev.tables;

import java.util.List;

/** Tables that use a feature of the protocol that changes how files or values are written. */
final class FeatureTables {

  private static final String VECTORS = "delta.enableDeletionVectors=true";
  private static final String FEED = "delta.enableChangeDataFeed=true";
  private static final String BY_NAME = "delta.columnMapping.mode=name";
  private static final String INSERT_TWELVE =
      "INSERT INTO @t@ SELECT /*+ COALESCE(1) */ CAST(id AS INT),"
          + " element_at(array('XETR', 'XLON', 'XPAR'), CAST(id % 3 AS INT) + 1)"
          + " FROM range(0, 12, 1, 1)";

  private FeatureTables() {}

  static List<TestTable> tables() {
    return List.of(
        TestTable.ofSql(
            "mapping-name",
            "column mapping by name; the partition column was renamed, and its name has a space",
            TestTable.create(BY_NAME),
            "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR')",
            "ALTER TABLE @t@ RENAME COLUMN MIC TO `market, code`",
            "INSERT INTO @t@ VALUES (3, 'XLON'), (4, NULL)"),
        TestTable.ofSql(
            "mapping-id",
            "column mapping by id; one partition column renamed, two in all",
            "CREATE TABLE @t@ (id INT, MIC STRING, day DATE) USING delta PARTITIONED BY (MIC, day)"
                + TestTable.properties("delta.columnMapping.mode=id"),
            "INSERT INTO @t@ VALUES (1, 'XLON', DATE '2026-01-05'), (2, 'XETR', NULL)",
            "ALTER TABLE @t@ RENAME COLUMN MIC TO exchange",
            "INSERT INTO @t@ VALUES (3, 'XPAR', DATE '2026-01-06')"),
        TestTable.ofSql(
            "mapping-upgraded",
            "mapped later: the physical name is the first name, which another column has now",
            TestTable.create(),
            "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR')",
            "ALTER TABLE @t@ SET"
                + TestTable.properties(
                    BY_NAME, "delta.minReaderVersion=2", "delta.minWriterVersion=5"),
            "ALTER TABLE @t@ RENAME COLUMN MIC TO exchange",
            "ALTER TABLE @t@ ADD COLUMN MIC STRING",
            "INSERT INTO @t@ VALUES (3, 'XPAR', 'not a partition')"),
        TestTable.ofSql(
            "deletion-vectors",
            "several partitions share one deletion vector file; a second one replaces some",
            TestTable.create(VECTORS),
            INSERT_TWELVE,
            "DELETE FROM @t@ WHERE id IN (0, 1, 2)",
            "DELETE FROM @t@ WHERE id IN (3, 6, 9)",
            "DELETE FROM @t@ WHERE id = 4"),
        TestTable.ofSql(
            "deletion-vectors-prefixed",
            "deletion vector files under random prefixes, by UPDATE",
            TestTable.create(
                VECTORS, "delta.randomizeFilePrefixes=true", "delta.randomPrefixLength=2"),
            INSERT_TWELVE,
            "UPDATE @t@ SET id = id + 100 WHERE id IN (0, 1)"),
        TestTable.ofSql(
            "deletion-vectors-dropped",
            "deletion vectors given up: their files have tombstones without partition values",
            TestTable.create(VECTORS),
            INSERT_TWELVE,
            "DELETE FROM @t@ WHERE id IN (0, 1)",
            "ALTER TABLE @t@ DROP FEATURE deletionVectors",
            "INSERT INTO @t@ VALUES (100, 'XLON')"),
        TestTable.ofSql(
            "change-data",
            "change data files by UPDATE, DELETE and MERGE; rows move between partitions",
            TestTable.create(FEED),
            INSERT_TWELVE,
            "UPDATE @t@ SET MIC = 'XLON' WHERE id = 0",
            "DELETE FROM @t@ WHERE id IN (1, 2)",
            "MERGE INTO @t@ t USING (SELECT CAST(id AS INT) AS id FROM range(3, 14, 5, 1)) s"
                + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET MIC = 'XMIL'"
                + " WHEN NOT MATCHED THEN INSERT (id, MIC) VALUES (s.id, 'X/MIL')"),
        TestTable.ofSql(
            "change-data-mapped",
            "change data together with column mapping and deletion vectors",
            TestTable.create(FEED, VECTORS, BY_NAME),
            INSERT_TWELVE,
            "ALTER TABLE @t@ RENAME COLUMN MIC TO exchange",
            "UPDATE @t@ SET exchange = 'XLON' WHERE id = 0",
            "DELETE FROM @t@ WHERE id IN (4, 5)"),
        TestTable.ofSql(
            "in-commit-timestamps",
            "the commits carry their own timestamps",
            TestTable.create("delta.enableInCommitTimestamps=true"),
            "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR')",
            "INSERT INTO @t@ VALUES (3, 'XPAR')"),
        TestTable.ofSql(
            "row-tracking",
            "row tracking: base row ids and domain metadata in the log",
            TestTable.create("delta.enableRowTracking=true"),
            "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR')",
            "UPDATE @t@ SET id = 7 WHERE id = 1"),
        TestTable.ofSql(
            "clustered",
            "liquid clustering, which has no partition columns",
            "CREATE TABLE @t@ (id INT, MIC STRING) USING delta CLUSTER BY (MIC)",
            "INSERT INTO @t@ VALUES (1, 'XLON'), (2, 'XETR')",
            "OPTIMIZE @t@"),
        TestTable.ofSql(
            "type-widening",
            "the type of the partition column was widened from short to integer",
            "CREATE TABLE @t@ (id INT, part SMALLINT) USING delta PARTITIONED BY (part)"
                + TestTable.properties("delta.enableTypeWidening=true"),
            "INSERT INTO @t@ VALUES (1, 1), (2, -2)",
            "ALTER TABLE @t@ ALTER COLUMN part TYPE INT",
            "INSERT INTO @t@ VALUES (3, 100000)"),
        TestTable.ofSql(
            "variant",
            "a column of type variant",
            "CREATE TABLE @t@ (id INT, v VARIANT, MIC STRING) USING delta PARTITIONED BY (MIC)",
            "INSERT INTO @t@ SELECT 1, parse_json('{\"a\": 1}'), 'XLON'"));
  }
}
