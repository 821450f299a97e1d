package io.deltas3proxy.dev.interop;

import org.apache.spark.sql.SparkSession;

/** Spark with Delta and S3A, set up as docs/CLIENTS.md says. */
final class SparkSessions {

  private SparkSessions() {}

  static SparkSession open(String endpoint) {
    return SparkSession.builder()
        .master("local[2]")
        .appName("interop")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.hadoop.fs.s3a.endpoint", endpoint)
        .config("spark.hadoop.fs.s3a.endpoint.region", "us-east-1")
        .config("spark.hadoop.fs.s3a.path.style.access", "true")
        .config("spark.hadoop.fs.s3a.connection.ssl.enabled", "false")
        // An error is an answer here: S3A would ask again for minutes.
        .config("spark.hadoop.fs.s3a.attempts.maximum", "2")
        .config("spark.hadoop.fs.s3a.retry.limit", "2")
        .config("spark.hadoop.fs.s3a.retry.interval", "100ms")
        .config("spark.hadoop.fs.s3a.connection.establish.timeout", "5s")
        .config("spark.hadoop.fs.s3a.connection.timeout", "20s")
        .config(
            "spark.hadoop.fs.s3a.aws.credentials.provider",
            "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider")
        .getOrCreate();
  }
}
