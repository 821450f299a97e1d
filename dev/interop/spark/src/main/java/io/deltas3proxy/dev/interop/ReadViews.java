package io.deltas3proxy.dev.interop;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Compares tables, filtered by partition, with their views at the endpoint, and prints one
 * tab-separated line for each read.
 *
 * <p>usage: ReadViews ENDPOINT DIRECTORY RULES.json
 */
public final class ReadViews {

  private ReadViews() {}

  public static void main(String[] args) throws IOException {
    Map<String, List<Map<String, String>>> rules =
        new ObjectMapper().readValue(Path.of(args[2]).toFile(), new TypeReference<>() {});
    try (SparkSession spark = SparkSessions.open(args[0])) {
      for (Map.Entry<String, List<Map<String, String>>> each : rules.entrySet()) {
        String alias = each.getKey();
        ViewedTable table =
            new ViewedTable(
                spark,
                new Rule(each.getValue()),
                Path.of(args[1], alias).toUri().toString(),
                "s3a://datalake/" + alias);
        for (Comparison comparison : table.comparisons()) {
          System.out.println(alias + "\t" + comparison.line());
        }
        spark.catalog().clearCache();
      }
    }
  }
}
