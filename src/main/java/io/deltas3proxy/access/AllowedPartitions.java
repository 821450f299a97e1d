package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.TableIndex;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of one index that a set of rules allows, as a set of bits that grows with the
 * index. A rule that does not fit the table allows nothing; the others hold.
 */
final class AllowedPartitions implements PartitionFilter {

  private static final Logger LOG = LoggerFactory.getLogger(AllowedPartitions.class);

  /** Bits for ids below {@code count}; never changed once published. */
  private static final class Bits {
    private final long[] words;
    private final int count;

    Bits(long[] words, int count) {
      this.words = words;
      this.count = count;
    }
  }

  /** Weak, so that an index that left the cache leaves the memory too. */
  private final WeakReference<TableIndex> index;

  private final List<RuleMatcher> matchers;
  private final boolean everything;
  private volatile Bits bits = new Bits(new long[0], 0);

  AllowedPartitions(String alias, List<NamedRule> rules, TableIndex index) {
    this.index = new WeakReference<>(index);
    List<RuleMatcher> fitting = new ArrayList<>();
    for (NamedRule rule : rules) {
      RuleMatcher matcher = matcherOrNull(alias, rule, index);
      if (matcher != null) {
        fitting.add(matcher);
      }
    }
    this.matchers = List.copyOf(fitting);
    this.everything = rules.stream().anyMatch(rule -> rule.rule().conditions().isEmpty());
  }

  private static @Nullable RuleMatcher matcherOrNull(
      String alias, NamedRule rule, TableIndex index) {
    try {
      return RuleMatcher.of(rule.rule(), index.schema());
    } catch (InvalidRuleException e) {
      LOG.warn("{}: it allows nothing of table {}: {}", rule.name(), alias, e.getMessage());
      return null;
    }
  }

  private TableIndex index() {
    TableIndex known = index.get();
    if (known == null) {
      throw new IllegalStateException("asked for an index that is gone");
    }
    return known;
  }

  /** Whether a rule fits the index's columns: otherwise nothing is seen, now or later. */
  boolean fits() {
    return everything || !matchers.isEmpty();
  }

  /** Whether the ids here are the ids of this very index. */
  @SuppressWarnings("ReferenceEquality") // An index is the instance: each gives out its own ids.
  boolean isOf(TableIndex other) {
    return index.get() == other;
  }

  @Override
  public boolean sees(int partition) {
    if (everything) {
      return true;
    }
    Bits known = bits;
    if (partition >= known.count) {
      known = extend(partition);
    }
    return (known.words[partition >>> 6] & (1L << partition)) != 0;
  }

  @Override
  public boolean seesAny(long[] partitions) {
    if (partitions.length == 0) {
      return false;
    }
    int most = index().partitionCount() - 1;
    Bits known = bits;
    if (!everything && most >= known.count) {
      known = extend(most);
    }
    long[] words = known.words;
    for (int word = 0; word < partitions.length; word++) {
      if (everything ? partitions[word] != 0 : sharesBit(words, word, partitions[word])) {
        return true;
      }
    }
    return false;
  }

  private static boolean sharesBit(long[] words, int word, long other) {
    return word < words.length && (words[word] & other) != 0;
  }

  private synchronized Bits extend(int partition) {
    Bits known = bits;
    if (partition < known.count) {
      return known;
    }
    TableIndex source = index();
    int count = Math.max(source.partitionCount(), partition + 1);
    long[] words = Arrays.copyOf(known.words, (count + 63) >>> 6);
    for (int id = known.count; id < count; id++) {
      if (matches(source.partition(id))) {
        words[id >>> 6] |= 1L << id;
      }
    }
    Bits extended = new Bits(words, count);
    bits = extended;
    return extended;
  }

  private boolean matches(PartitionValues partition) {
    return matchers.stream().anyMatch(matcher -> matcher.matches(partition));
  }
}
