package io.deltas3proxy.app;

import io.deltas3proxy.access.ConfiguredGrants;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.RuleCheck;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the rules against the partition columns of their tables, once these are known. What is
 * found within a bounded wait at start is an error of the configuration; what is found later makes
 * the table not ready. Until then, and after it, such a rule allows nothing.
 */
final class RuleVerification {

  private static final Logger LOG = LoggerFactory.getLogger(RuleVerification.class);

  private final ConfiguredGrants grants;
  private final TableIndexes indexes;
  private final ConfigurationTree source;
  private final Map<String, List<Problem>> problems = new ConcurrentHashMap<>();

  RuleVerification(ConfiguredGrants grants, TableIndexes indexes, ConfigurationTree source) {
    this.grants = grants;
    this.indexes = indexes;
    this.source = source;
  }

  /**
   * Checks all tables, each on a thread of its own that goes on when the wait is over.
   *
   * @throws ConfigurationException when a rule does not fit
   */
  void verify(Iterable<Table> tables, Duration wait) throws ConfigurationException {
    Map<Table, CountDownLatch> checks = new LinkedHashMap<>();
    for (Table table : tables) {
      CountDownLatch done = new CountDownLatch(1);
      checks.put(table, done);
      Thread.ofVirtual()
          .name("rules-of-" + table.alias())
          .start(() -> {
            try {
              verify(table);
            } finally {
              done.countDown();
            }
          });
    }
    long end = System.nanoTime() + wait.toNanos();
    for (Map.Entry<Table, CountDownLatch> check : checks.entrySet()) {
      if (!await(check.getValue(), end - System.nanoTime())) {
        LOG.warn(
            "The log of table {} is not read yet; its rules are checked when it is",
            check.getKey().alias());
      }
    }
    List<Problem> found = new ArrayList<>();
    checks.keySet().forEach(table -> found.addAll(problemsOf(table.alias())));
    if (!found.isEmpty()) {
      throw new ConfigurationException(found);
    }
  }

  private static boolean await(CountDownLatch done, long nanos) {
    try {
      return done.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Checks one table, or leaves what is known of it when its log cannot be read. */
  void verify(Table table) {
    try {
      PartitionSchema schema = indexes.get(table).schema();
      List<Problem> found = new ArrayList<>();
      for (Grant grant : grants.about(table.alias())) {
        if (!grant.tablePattern().equals(table.alias())) {
          // One for tables of many shapes allows something only where it fits.
          continue;
        }
        KeyPath path = new KeyPath(grant.name());
        for (RuleCheck.Problem problem : RuleCheck.check(grant.rules(), schema)) {
          KeyPath at = path.element(problem.rule()).child(problem.column());
          found.add(new Problem(source.sourceOf(at), at.text(), problem.message()));
        }
      }
      found.forEach(problem -> LOG.error("{}", problem));
      problems.put(table.alias(), found);
    } catch (TableUnavailableException e) {
      LOG.warn("Table {} is not available: {}", table.alias(), e.getMessage());
    }
  }

  /** What was found so far. */
  List<Problem> problemsOf(String alias) {
    return problems.getOrDefault(alias, List.of());
  }

  /** Whether the rules of a table were held against its columns. */
  boolean isVerified(String alias) {
    return problems.containsKey(alias);
  }
}
