package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.ListingResult.VisibleObject;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.FakeTableIndexes;
import io.deltas3proxy.testing.FixedAccess;
import io.deltas3proxy.testing.MemoryObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings of random lakes are compared with a listing that simply looks at every key. */
class ListingModelTest {

  private static final List<String> ALIASES = List.of("a", "a-b", "ab", "b");
  private static final String[] PIECES = {"a", "b", "-", "/", "/", "é", "\ue000", "🐬", "x=1"};
  private static final String[] DELIMITERS = {"/", "/", "-", "a", "/a", "b/", "x=1", "🐬"};
  private static final int LAKES = 40;
  private static final int QUESTIONS = 25;

  private final NavigableSet<String> visible = new TreeSet<>(KeyOrder.UTF_8);
  private final MemoryObjectStore store = new MemoryObjectStore();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyPageIsWhatTheModelSays(long seed) throws Exception {
    Random random = new Random(seed);
    for (int lake = 0; lake < LAKES; lake++) {
      visible.clear();
      DeltaBucket bucket = randomLake(random);
      for (int i = 0; i < QUESTIONS; i++) {
        String prefix =
            random.nextInt(3) == 0 ? "" : ALIASES.get(random.nextInt(4)) + key(random, 3);
        String delimiter =
            random.nextInt(4) == 0 ? null : DELIMITERS[random.nextInt(DELIMITERS.length)];
        String after =
            random.nextInt(2) == 0 ? null : ALIASES.get(random.nextInt(4)) + "/" + key(random, 4);
        store.pageSize(1 + random.nextInt(5));
        ListingQuery query = new ListingQuery(prefix, delimiter, 1 + random.nextInt(6), false);
        assertEquals(
            model(prefix, delimiter, after),
            pages(bucket, query, after, 1 + random.nextInt(6)),
            () -> "seed " + seed + " " + query + " after " + after + " in " + visible);
      }
    }
  }

  /** All pages together. */
  private static List<String> pages(
      DeltaBucket bucket, ListingQuery query, @Nullable String after, int maxBackendPages)
      throws Exception {
    List<String> all = new ArrayList<>();
    ListingPosition position = after == null ? null : ListingPosition.after(after);
    int requests = 0;
    do {
      ListingScan.Page page =
          new ListingScan(query, position, maxBackendPages)
              .scan(
                  bucket.visibleTables(Caller.ANONYMOUS),
                  sight -> sight.table().location().store());
      List<String> entries = new ArrayList<>(page.result().commonPrefixes());
      page.result().objects().stream().map(VisibleObject::key).forEach(entries::add);
      entries.sort(KeyOrder.UTF_8);
      assertTrue(entries.size() <= query.maxKeys());
      all.addAll(entries);
      if (page.visible()) {
        assertEquals(ListingPosition.after(all.getLast()), page.position());
      }
      ListingPosition next = page.position();
      position = next == null ? null : ListingPosition.parse(next.toText());
      requests++;
      assertTrue(requests < 500, "no progress at " + position);
    } while (position != null);
    return all;
  }

  private List<String> model(String prefix, @Nullable String delimiter, @Nullable String after) {
    NavigableSet<String> entries = new TreeSet<>(KeyOrder.UTF_8);
    for (String key : visible) {
      if (key.startsWith(prefix)) {
        int start = delimiter == null ? -1 : key.indexOf(delimiter, prefix.length());
        entries.add(
            delimiter == null || start < 0 ? key : key.substring(0, start + delimiter.length()));
      }
    }
    return List.copyOf(after == null ? entries : entries.tailSet(after, false));
  }

  private DeltaBucket randomLake(Random random) {
    PartitionSchema schema =
        new PartitionSchema(List.of(new PartitionColumn("p", "p", DeltaType.STRING)));
    FakeTableIndexes indexes = new FakeTableIndexes();
    List<Table> tables = new ArrayList<>();
    Map<String, List<PartitionRule>> rules = new HashMap<>();
    for (String alias : ALIASES) {
      String root = "lake" + random.nextLong() + "/" + alias + "/";
      FakeTableIndex index = new FakeTableIndex(schema, root);
      indexes.with(alias, index);
      tables.add(
          new Table(
              alias, new TableLocation(store, "physical", root.substring(0, root.length() - 1))));
      boolean hasRule = random.nextInt(4) > 0;
      if (hasRule) {
        rules.put(alias, List.of(new PartitionRule(Map.of("p", ValueCondition.is("open")))));
      }
      fill(random, alias, root, index, hasRule);
    }
    TableCatalog catalog = new TableCatalog(tables);
    return new DeltaBucket("lake", catalog, FixedAccess.of(rules, catalog, indexes));
  }

  private void fill(
      Random random, String alias, String root, FakeTableIndex index, boolean hasRule) {
    // A table with a rule is shown at the root whatever is in it; the log is always there.
    put(root, alias, "_delta_log/0.json", hasRule);
    int files = random.nextInt(30);
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < files; i++) {
      String key = key(random, 6) + "f";
      int kind = random.nextInt(5);
      if (!taken.add(key)) {
        continue;
      }
      if (kind < 4) {
        index.file(key, kind < 2 ? "open" : "closed");
      }
      put(root, alias, key, hasRule && kind < 2);
    }
  }

  private void put(String root, String alias, String key, boolean isVisible) {
    store.put(root + key, "x");
    if (isVisible) {
      visible.add(alias + "/" + key);
    }
  }

  private static String key(Random random, int pieces) {
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(pieces + 1); i > 0; i--) {
      key.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return key.toString();
  }
}
