package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.testing.HandWrittenLog.addWith;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static io.deltas3proxy.testing.HandWrittenLog.removeWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.view.LogViews;
import io.deltas3proxy.delta.view.TableKnowledge;
import io.deltas3proxy.delta.view.ViewSettings;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.KernelState;
import io.deltas3proxy.testing.ViewCopy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that are made up at random, as writers of all kinds make them, give right views. */
class RandomLogTest {

  private static final String FEATURES =
      "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
          + "\"readerFeatures\":[\"deletionVectors\"],"
          + "\"writerFeatures\":[\"deletionVectors\",\"domainMetadata\"]}}";

  private static final List<String> MICS =
      List.of("Xlondon", "Xparis", "Xmilano", "X/zu%20rich", "Xwar\u015bzawa", "");

  @TempDir private Path directory;
  @TempDir private Path scratch;

  /** A table in the making. */
  private static final class Maker {
    private final Random random;
    private final HandWrittenLog log;
    private final Map<String, String> live = new TreeMap<>();
    private final Map<String, String> mics = new TreeMap<>();
    private final Map<String, String> vectors = new TreeMap<>();
    private int files;

    Maker(long seed, HandWrittenLog log) {
      this.random = new Random(seed);
      this.log = log;
    }

    void commit(long version) {
      List<String> lines = new ArrayList<>();
      if (random.nextInt(3) > 0) {
        lines.add(
            "{\"commitInfo\":{\"timestamp\":"
                + version
                + ",\"operation\":\"MERGE\","
                + "\"operationParameters\":{\"predicate\":\"MIC = 'Xparis'\"}}}");
      }
      Set<String> touched = new TreeSet<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        lines.add(action(touched, version));
      }
      if (random.nextInt(4) == 0) {
        lines.add("{\"txn\":{\"appId\":\"app\",\"version\":" + version + "}}");
      }
      if (random.nextInt(5) == 0) {
        lines.add(
            "{\"domainMetadata\":{\"domain\":\"d"
                + random.nextInt(2)
                + "\",\"configuration\":\"v"
                + version
                + "\",\"removed\":"
                + (random.nextInt(3) == 0)
                + "}}");
      }
      if (lines.isEmpty()) {
        lines.add("{\"commitInfo\":{}}");
      }
      if (random.nextInt(3) == 0) {
        Collections.shuffle(lines, random);
      }
      log.commit(lines.toArray(String[]::new));
    }

    private String action(Set<String> touched, long version) {
      List<String> known = new ArrayList<>(live.keySet());
      known.removeAll(touched);
      int choice = random.nextInt(10);
      if (known.isEmpty() || choice < 5) {
        return add("part-" + files++ + "-" + Long.toHexString(random.nextLong()));
      }
      String path = known.get(random.nextInt(known.size()));
      touched.add(path);
      if (choice < 8) {
        String vector = vectors.remove(path);
        live.remove(path);
        String values = random.nextBoolean() ? ",\"partitionValues\":" + values(mic(path)) : "";
        return removeWith(
            path, 1_780_000_000_000L + version, values + (vector == null ? "" : vector));
      }
      return "{\"cdc\":{\"path\":\"_change_data/c-"
          + files++
          + "-"
          + Long.toHexString(random.nextLong())
          + "\",\"partitionValues\":"
          + values(mic(path))
          + ",\"size\":1,\"dataChange\":false}}";
    }

    private String add(String path) {
      String mic = MICS.get(random.nextInt(MICS.size()));
      mics.put(path, mic);
      live.put(path, mic);
      String more = ",\"stats\":\"{\\\"numRecords\\\":" + random.nextInt(1 << 30) + "}\"";
      if (random.nextInt(3) == 0) {
        String vector = HandWrittenLog.deletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^");
        vectors.put(path, vector);
        more += vector;
      }
      return addWith(path, values(mic), more);
    }

    private String mic(String path) {
      return mics.getOrDefault(path, "");
    }

    private static String values(String mic) {
      return "{\"MIC\":" + (mic.isEmpty() ? "null" : "\"" + mic + "\"") + "}";
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aViewOfARandomLogIsTheTableFilteredByPartition(long seed) throws Exception {
    try (TableIndexesFixture tables = new TableIndexesFixture(directory)) {
      Maker maker = new Maker(seed, tables.log);
      tables.log.commit(FEATURES, metadata("table", "MIC", "string", "{}"));
      int newest = 12;
      int checkpoint = 3 + maker.random.nextInt(6);
      for (int version = 1; version <= newest; version++) {
        maker.commit(version);
        if (version == checkpoint) {
          Engine engine = DefaultEngine.create(new Configuration());
          TableManager.loadSnapshot(directory.toUri().toString())
              .build(engine)
              .writeCheckpoint(engine);
        }
      }
      boolean cleaned = seed % 3 != 0;
      for (int version = 0; cleaned && version < checkpoint; version++) {
        tables.log.delete(LogListing.commitName(version));
      }
      LogViews views =
          new LogViews(
              ViewSettings.in(scratch.resolve("views")),
              new KernelCheckpointWriter(),
              TableKnowledge.of(
                  tables.indexes, new KernelTableHistory(IndexSettings.DEFAULT, tables.clock)),
              tables.clock,
              new SecretKeySpec(new byte[32], "AES"));
      for (int many = 0; many <= MICS.size(); many++) {
        Set<String> seen = new TreeSet<>(MICS.subList(0, many));
        PartitionPolicy policy =
            new PartitionPolicy(
                "first-" + many,
                tables.index().schema(),
                values -> seen.contains(text(values.values().getFirst())));
        Path copy = scratch.resolve(policy.fingerprint());
        ViewCopy.copy(tables.table, views.of(tables.table, policy), copy);
        for (int version = cleaned ? checkpoint : 0; version <= newest; version++) {
          List<String> expected = files(KernelState.read(directory, version), seen);
          assertEquals(expected, files(KernelState.read(copy, version), Set.copyOf(MICS)));
        }
        assertNothingIsTold(copy, maker, seen);
      }
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static List<String> files(KernelState state, Set<String> seen) {
    List<String> texts = new ArrayList<>();
    for (Map<String, @Nullable Object> action : state.actions()) {
      if (action.get("add") instanceof Map<?, ?> add) {
        Map<Object, Object> fields = new TreeMap<>(add);
        fields.remove("dataChange");
        Map<?, ?> values = (Map<?, ?>) fields.get("partitionValues");
        if (values != null && seen.contains(text(values.get("MIC")))) {
          texts.add(fields.toString());
        }
      } else if (!(action.get("domainMetadata") instanceof Map<?, ?> domain
          && Boolean.TRUE.equals(domain.get("removed")))) {
        // Kernel keeps domains that were removed, which nobody needs.
        texts.add(action.toString());
      }
    }
    texts.sort(null);
    return texts;
  }

  private static void assertNothingIsTold(Path copy, Maker maker, Set<String> seen)
      throws Exception {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(copy.resolve("_delta_log"))) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        if (file.toString().endsWith(".parquet")) {
          all.append(KernelState.checkpointText(file));
        }
      }
    }
    assertTrue(all.length() > 0);
    for (Map.Entry<String, String> file : maker.mics.entrySet()) {
      if (!seen.contains(file.getValue())) {
        assertEquals(-1, all.indexOf(file.getKey()), file::toString);
        assertEquals(-1, file.getValue().isEmpty() ? -1 : all.indexOf(file.getValue()));
      }
    }
  }
}
