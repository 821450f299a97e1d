package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.Privilege;
import io.deltas3proxy.access.ValueCondition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantsParserTest {

  private static final String TABLE = "'tableMapping': {'trades': 's3://bkt/p'}";

  @TempDir Path directory;

  @Test
  void everyoneUsersAndGroupsHaveRules() throws Exception {
    List<Grant> grants =
        load(
            TABLE
                + ", 'allowedPartitions': {'trades': [{'MIC': 'XLON'}, {'MIC': 'XPAR'}]}"
                + ", 'users': {'alice': {'allowedPartitions': {'trades': [{'MIC': 'XMIL'}]}}}"
                + ", 'groups': {'staff': {'allowedPartitions': {'trades': [{}]}}}");
    assertEquals(
        List.of(new Grantee.Everyone(), new Grantee.User("alice"), new Grantee.Group("staff")),
        grants.stream().map(Grant::grantee).toList());
    assertEquals("allowedPartitions.trades[1]", grants.get(0).ruleName(1));
    assertEquals("users.alice.allowedPartitions.trades[0]", grants.get(1).ruleName(0));
    assertEquals("groups.staff.allowedPartitions.trades[0]", grants.get(2).ruleName(0));
  }

  @Test
  void whatIsWrongWithARuleIsSaidWithItsPath() {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () ->
                load(
                    TABLE
                        + ", 'allowedPartitions': {'trades': {'MIC': 'XLON'}}"
                        + ", 'users': {'alice': {'allowedPartitions':"
                        + " {'trades': [{'MIC': []}], 'tarde': [{}]}}}"
                        + ", 'groups': {'staff': {'allowedPartition': {}}}"));
    assertEquals(
        List.of(
            "allowedPartitions.trades",
            "users.alice.allowedPartitions.trades[0].MIC",
            "users.alice.allowedPartitions.tarde",
            "groups.staff.allowedPartition"),
        e.problems().stream().map(Problem::key).toList());
  }

  @Test
  void grantsHaveTheShapeOfThoseOfTheAdministration() throws Exception {
    List<Grant> grants =
        load(
            TABLE
                + ", 'grants': [{'tables': 'tr*', 'rules': [{}]}]"
                + ", 'users': {'alice': {'grants': [{'tables': 'trades',"
                + " 'privileges': ['read', 'write', 'alter', 'maintain'],"
                + " 'rules': [{'MIC': 'XLON'}, {}], 'validFrom': '2026-01-01T00:00:00Z',"
                + " 'validUntil': '2027-01-01T00:00:00+01:00'}]}}"
                + ", 'groups': {'staff': {'grants': [{'tables': 'trades', 'rules': [{}],"
                + " 'privileges': ['write']}]}}");
    assertEquals(
        List.of(
            new Grant(
                "grants[0].rules",
                new Grantee.Everyone(),
                "tr*",
                Set.of(Privilege.READ),
                List.of(new PartitionRule(Map.of())),
                null,
                null),
            new Grant(
                "users.alice.grants[0].rules",
                new Grantee.User("alice"),
                "trades",
                Set.of(Privilege.values()),
                List.of(
                    new PartitionRule(Map.of("MIC", ValueCondition.is("XLON"))),
                    new PartitionRule(Map.of())),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-12-31T23:00:00Z")),
            new Grant(
                "groups.staff.grants[0].rules",
                new Grantee.Group("staff"),
                "trades",
                Set.of(Privilege.WRITE),
                List.of(new PartitionRule(Map.of())),
                null,
                null)),
        grants);
    assertEquals("users.alice.grants[0].rules[1]", grants.get(1).ruleName(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}                                                  | grants",
        "[7]                                                 | grants[0]",
        "[{'rules': [{}]}]                                   | grants[0].tables",
        "[{'tables': 'tarde', 'rules': [{}]}]                | grants[0].tables",
        "[{'tables': 'trades'}]                              | grants[0].rules",
        "[{'tables': 'trades', 'rules': []}]                 | grants[0].rules",
        "[{'tables': '*', 'rules': [{'a': []}]}]             | grants[0].rules[0].a",
        "[{'tables': '*', 'rules': [{}], 'privileges': []}]  | grants[0].privileges",
        "[{'tables': '*', 'rules': [{}], 'privileges': ['own']}] | grants[0].privileges",
        "[{'tables': '*', 'rules': [{}], 'privileges': 'read'}]  | grants[0].privileges",
        "[{'tables': '*', 'rules': [{}], 'validFrom': 'soon'}]   | grants[0].validFrom",
        "[{'tables': '*', 'rules': [{}], 'until': 'x'}]          | grants[0].until",
        "[{'tables': '*', 'rules': [{}], 'validFrom': '2027-01-01T00:00:00Z',"
            + " 'validUntil': '2027-01-01T00:00:00Z'}]           | grants[0].validUntil",
      })
  void whatIsWrongWithAGrantIsSaidWithItsPath(String grants, String key) {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> load(TABLE + ", 'users': {'alice': {'grants': " + grants + "}}"));
    assertTrue(
        e.problems().stream().anyMatch(problem -> problem.key().equals("users.alice." + key)),
        e.toString());
    assertThrows(ConfigurationException.class, () -> load(TABLE + ", 'grants': " + grants));
  }

  @Test
  void anAliasHasNoStar() {
    assertThrows(
        ConfigurationException.class, () -> load("'tableMapping': {'trades*': 's3://bkt/p'}"));
  }

  private List<Grant> load(String json) throws Exception {
    Path file = directory.resolve("config.json");
    Files.writeString(file, "{" + json.replace('\'', '"') + "}");
    return ConfigurationLoader.load(null, Map.of(), directory).grants().grants();
  }
}
