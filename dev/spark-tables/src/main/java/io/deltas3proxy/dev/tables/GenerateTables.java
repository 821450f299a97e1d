package io.deltas3proxy.dev.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Writes {@code sample-lake/} and {@code src/test/resources/tables/} anew.
 *
 * <p>Arguments: the root of the repository, a scratch directory, and which of {@code sample} and
 * {@code tests} to write.
 */
public final class GenerateTables {

  private GenerateTables() {}

  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]).toAbsolutePath();
    Path scratch = Path.of(arguments[1]).toAbsolutePath();
    try (SparkSession spark = Lake.openSession(scratch.resolve("warehouse"))) {
      for (int i = 2; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "sample" -> writeSampleLake(spark, repository.resolve("sample-lake"));
          default -> throw new IllegalArgumentException("sample or tests: " + arguments[i]);
        }
      }
    }
  }

  private static void writeSampleLake(SparkSession spark, Path root) throws IOException {
    delete(root);
    Lake lake = new Lake(spark, root);
    new SampleLake(lake).write();
    lake.removeHiddenChecksums();
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
