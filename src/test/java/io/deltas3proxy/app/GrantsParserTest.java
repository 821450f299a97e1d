package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.Grantee;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
