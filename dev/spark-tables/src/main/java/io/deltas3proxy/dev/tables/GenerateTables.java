package io.deltas3proxy.dev.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Writes {@code sample-lake/} and {@code src/test/resources/tables/} anew.
 *
 * <p>Arguments: the root of the repository, a scratch directory, and {@code sample} or {@code
 * tests}; after {@code tests} the names of the tables to write, none for all.
 */
public final class GenerateTables {

  private static final int MOST_ATTEMPTS = 5;

  private GenerateTables() {}

  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]).toAbsolutePath();
    Path scratch = Path.of(arguments[1]).toAbsolutePath();
    try (SparkSession spark = Lake.openSession(scratch.resolve("warehouse"))) {
      if (arguments[2].equals("sample")) {
        writeSampleLake(spark, repository.resolve("sample-lake"));
      } else {
        List<String> names = List.of(arguments).subList(3, arguments.length);
        writeTestTables(spark, repository.resolve("src/test/resources/tables"), names);
      }
    }
  }

  private static void writeSampleLake(SparkSession spark, Path root) throws IOException {
    Lake lake = new Lake(spark, root);
    do {
      delete(root);
      new SampleLake(lake).write();
      lake.removeHiddenChecksums();
    } while (lake.hasNamesThatDifferInCaseOnly());
    lake.refuseFilesThatName(root);
  }

  private static void writeTestTables(SparkSession spark, Path root, List<String> names)
      throws IOException {
    if (names.isEmpty()) {
      delete(root);
    }
    Lake lake = new Lake(spark, root);
    for (TestTable table : testTables()) {
      if (!names.isEmpty() && !names.contains(table.name())) {
        continue;
      }
      System.err.println(table.name());
      try {
        int attempts = 0;
        do {
          if (++attempts > MOST_ATTEMPTS) {
            throw new IOException("names differ in case only");
          }
          delete(lake.path(table.name()));
          table.writer().accept(lake);
        } while (lake.hasNamesThatDifferInCaseOnly());
        ExpectedView.write(lake, table);
      } catch (Exception e) {
        throw new IOException(table.name() + " cannot be written", e);
      }
    }
    lake.removeHiddenChecksums();
    if (Files.exists(lake.path("shallow-clone"))) {
      lake.replaceInTexts(
          lake.path("shallow-clone"), lake.path("clone-source"), LogTables.CLONED_FROM);
    }
    lake.refuseFilesThatName(root);
  }

  private static List<TestTable> testTables() {
    return Stream.of(
            PartitionTables.tables(),
            FeatureTables.tables(),
            HistoryTables.tables(),
            LogTables.tables())
        .flatMap(List::stream)
        .toList();
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
