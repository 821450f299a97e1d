package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rules let through of a log, and when two lists of rules are the same. */
class RulePolicyTest {

  private static final PartitionSchema SCHEMA =
      new PartitionSchema(
          List.of(
              new PartitionColumn("MIC", "col-1", DeltaType.STRING),
              new PartitionColumn("day", "col-2", DeltaType.DATE)));

  private static PartitionPolicy policy(String rules) throws Exception {
    return RulePolicy.of(RuleJson.parse(rules), SCHEMA);
  }

  private static PartitionValues values(@Nullable String... values) {
    return new PartitionValues(Arrays.asList(values));
  }

  @Test
  void aPartitionIsSeenWhenOneRuleAllowsIt() throws Exception {
    PartitionPolicy policy =
        policy("[{\"MIC\":\"XLON\",\"day\":{\"from\":\"2026-01-02\"}},{\"mic\":null}]");
    for (int again = 0; again < 2; again++) {
      assertTrue(policy.sees(values("XLON", "2026-01-02")));
      assertFalse(policy.sees(values("XLON", "2026-01-01")));
      assertFalse(policy.sees(values("XPAR", "2026-01-02")));
      assertTrue(policy.sees(values(null, "2026-01-01")));
    }
  }

  @Test
  void aRuleThatDoesNotFitLetsNothingThrough() throws Exception {
    PartitionPolicy policy = policy("[{\"region\":\"EU\"},{\"day\":\"soon\"}]");
    assertFalse(policy.sees(values("XLON", "2026-01-02")));
    assertFalse(policy("[]").sees(values("XLON", "2026-01-02")));
    assertTrue(policy("[{\"region\":\"EU\"},{}]").sees(values("XLON", "2026-01-02")));
  }

  @Test
  void aColumnsNameDoesNotPassForAnotherCondition() throws Exception {
    assertNotEquals(
        policy("[{\"day\":\"2026-01-02\",\"mic\":\"xlon\"}]").fingerprint(),
        policy("[{\"day=\\\"2026-01-02\\\", mic\":\"xlon\"}]").fingerprint());
  }

  @Test
  void fingerprintsAreTheSameForTheSameRulesAlone() throws Exception {
    String one = policy("[{\"MIC\":\"XLON\",\"day\":\"*\"},{\"MIC\":\"XPAR\"}]").fingerprint();
    assertEquals(
        one,
        policy("[{\"mic\":\"XPAR\"},{\"day\":\"*\",\"MIC\":\"XLON\"},{\"MIC\":\"XPAR\"}]")
            .fingerprint());
    Set<String> different = new HashSet<>();
    List<String> rules =
        List.of(
            "[]",
            "[{}]",
            "[{\"MIC\":\"XLON\"}]",
            "[{\"MIC\":\"*\"}]",
            "[{\"MIC\":[\"*\"]}]",
            "[{\"MIC\":null}]",
            "[{\"MIC\":\"null\"}]",
            "[{\"MIC\":[\"a\",\"b\"]}]",
            "[{\"MIC\":\"a, b\"}]",
            "[{\"MIC\":\"a\",\"day\":\"b\"}]",
            "[{\"MIC\":\"a\"},{\"day\":\"b\"}]",
            "[{\"MIC\":\"a\\\", day=\\\"b\"}]",
            "[{\"MIC\":{\"from\":\"a\"}}]",
            "[{\"MIC\":{\"to\":\"a\"}}]");
    for (String each : rules) {
      different.add(policy(each).fingerprint());
    }
    assertEquals(rules.size(), different.size());
    assertNotEquals(one, policy("[{\"MIC\":\"XLON\"}]").fingerprint());
  }
}
