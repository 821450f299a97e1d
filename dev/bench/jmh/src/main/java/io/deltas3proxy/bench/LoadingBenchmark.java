package io.deltas3proxy.bench;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.kernel.IndexSettings;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import io.deltas3proxy.storage.local.LocalObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long the index of a large table takes to load from its checkpoint, in a directory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 4)
@Fork(value = 1, jvmArgsAppend = {"-Xmx2g"})
public class LoadingBenchmark {

  @Param({"1000000"})
  public int files;

  private Path root;
  private Table table;

  @Setup
  public void write() throws IOException {
    root = Files.createTempDirectory("synthetic");
    SyntheticTable.write(root, files);
    LocalObjectStore store = new LocalObjectStore(List.of(root));
    table = new Table("synthetic", new TableLocation(store, "", root.toString().substring(1)));
  }

  @TearDown
  public void delete() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Benchmark
  public long load() throws Exception {
    IndexSettings settings =
        new IndexSettings(
            1L << 30, Duration.ofHours(1), Duration.ZERO, Duration.ofDays(1), Duration.ofMinutes(5), Duration.ofDays(7));
    try (KernelTableIndexes indexes = new KernelTableIndexes(settings, Clock.systemUTC())) {
      TableIndex index = indexes.get(table);
      if (index.objectCount() != files) {
        throw new IllegalStateException("the index has " + index.objectCount() + " files");
      }
      return index.retainedBytes();
    }
  }
}
