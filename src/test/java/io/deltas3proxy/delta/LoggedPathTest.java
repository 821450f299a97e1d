package io.deltas3proxy.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.local.LocalObjectStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedPathTest {

  @TempDir private Path directory;

  /** What a path means in the log of a table at {@code lake/t} of a bucket. */
  private LoggedPath read(String path) {
    LocalObjectStore store = new LocalObjectStore(List.of(directory));
    return LoggedPath.read(path, new TableLocation(store, "bucket", "lake/t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "s3a", "s3n"})
  void theSchemesOfS3MeanTheSame(String scheme) {
    assertEquals(new LoggedPath.Inside("x y/a+b"), read(scheme + "://bucket/lake/t/x%20y/a+b"));
    assertEquals(new LoggedPath.Outside(), read(scheme + "://other/lake/t/a"));
    assertEquals(new LoggedPath.Outside(), read(scheme + "://bucket/lake/t2/a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../t2/a",
        "a/../../t2/b",
        "a/..",
        "%2e%2E/a",
        "//lake/t/a",
        "/lake/t",
        "/lake/t/",
        "file:/lake/t/a",
        "hdfs://bucket/lake/t/a",
        "s3:/bucket/lake/t/a",
        "s3://bucket/lake/t/../t2/a",
        "a%",
        "a%4",
        "%c3%28"
      })
  void whatLeavesTheTableOrCannotBeReadIsOutside(String path) {
    assertEquals(new LoggedPath.Outside(), read(path));
  }

  private LoggedPath readSharing(String path) {
    LocalObjectStore store = new LocalObjectStore(List.of(directory));
    List<SharedLocation> shared =
        List.of(new SharedLocation("bucket", "lake/gold"), new SharedLocation("other", ""));
    return LoggedPath.read(path, new TableLocation(store, "bucket", "lake/t", shared));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/lake/gold-evil/a",
        "s3://bucket/lake/gold",
        "s3://bucket/lake/gold/",
        "s3://bucket/lake/gold/../t2/a",
        "s3://bucket/lake/gold/%2e%2e/t2/a",
        "s3://bucket/lake/gold/./a",
        "s3://bucket/lake/Gold/a",
        "s3://bucket//lake/gold/a",
        "s3://bucket/lake/gold/_delta_log/00000000000000000000.json",
        "s3://bucket/lake/gold/x/_delta%5flog/_last_checkpoint",
        "s3://bucket/lake/gold/_delta_index/a",
        "s3://bucket.other/a",
        "s3://user@other/a",
        "s3://other:80/a",
        "s3://other/",
        "s3://other//a",
        "s3://Other/a",
        "s3:/other/a",
        "file:/lake/gold/a",
        "/lake/gold-evil/a",
        "../gold/a",
        "//lake/gold/a"
      })
  void whatIsNotQuiteInASharedLocationIsOutside(String path) {
    assertEquals(new LoggedPath.Outside(), readSharing(path));
  }

  @Test
  void whatIsInASharedLocationIsElsewhere() {
    assertEquals(elsewhere("bucket", "lake/gold/x y"), readSharing("s3a://bucket/lake/gold/x%20y"));
    assertEquals(elsewhere("bucket", "lake/gold/a"), readSharing("/lake/gold/a"));
    assertEquals(elsewhere("other", "a//%2F"), readSharing("s3n://other/a//%252F"));
    assertEquals(new LoggedPath.Inside("a"), readSharing("s3://bucket/lake/t/a"));
  }

  private static LoggedPath elsewhere(String bucket, String key) {
    return new LoggedPath.Elsewhere(new ObjectAddress(bucket, key));
  }

  @Test
  void whatAStrictParserRefusesMeansItself() {
    assertEquals(new LoggedPath.Inside("a b:c/d|e"), read("a b:c/d|e"));
    assertEquals(new LoggedPath.Inside("a:b/c"), read("a:b/c"));
    assertEquals(new LoggedPath.Inside("x..y/..z"), read("x..y/..z"));
    assertEquals(new LoggedPath.Inside("%25"), read("%2525"));
  }
}
