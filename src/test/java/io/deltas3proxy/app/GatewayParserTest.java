package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.endpoint.AccessRule;
import io.deltas3proxy.gateway.endpoint.GatewayPrivilege;
import io.deltas3proxy.gateway.placement.ReplicationRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code gateway}. */
class GatewayParserTest {

  private static final String DATABASE =
      "'databaseEnabled': true, 'database': {'secretKey':"
          + " 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE='}, ";

  @TempDir private Path directory;

  private Configuration load(String json, Map<String, String> environment)
      throws IOException, ConfigurationException {
    Path file = Files.writeString(directory.resolve("config.json"), json.replace('\'', '"'));
    return ConfigurationLoader.load(file.toString(), environment, directory);
  }

  private GatewaySettings gateway(String keys, Map<String, String> environment)
      throws IOException, ConfigurationException {
    return load("{" + DATABASE + "'gateway': {'backendsFile': 'b.json'" + keys + "}}", environment)
        .gateway()
        .orElseThrow();
  }

  private GatewaySettings gateway(String keys) throws IOException, ConfigurationException {
    return gateway(keys, Map.of());
  }

  private String problem(String json) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> load(json, Map.of())).getMessage());
  }

  @Test
  void withoutTheSectionThereIsNoGateway() throws Exception {
    assertTrue(load("{'tableMapping': {'t': 's3://bkt/p'}}", Map.of()).gateway().isEmpty());
  }

  @Test
  void everythingButTheFileOfBackendsHasADefault() throws Exception {
    GatewaySettings settings = gateway("");
    assertEquals(directory.resolve("b.json"), settings.files().backendsFile());
    assertNull(settings.files().providersFile());
    assertTrue(settings.strategy().fixed());
    assertEquals("2025-datatransfer", settings.strategy().physicalBucket());
    GatewayBucket bucket = settings.strategy().buckets(2).getFirst();
    assertEquals("2025-datatransfer", bucket.name());
    assertEquals(2, bucket.requiredReplicas(), "as the file of backends says");
    assertEquals(new GatewayWrites(1, OptionalInt.empty()), settings.writes());
    assertEquals(List.of(), settings.access(), "nobody may do anything");
    assertFalse(settings.openManagement());
    assertFalse(settings.readOnly());
    assertEquals(30, settings.operationsDays());
  }

  @Test
  void bucketsHaveTheirPlacesAndLocks() throws Exception {
    GatewayBucket bucket =
        gateway(
                """
                , 'bucketStrategy': 'mapped', 'buckets': {'logs': {
                  'backendBucket': 'physical', 'locationConstraint': 'fi, de-fra',
                  'countries': ['fi', 'DE'], 'requiredReplicas': 3, 'objectLock': true,
                  'defaultRetention': {'mode': 'COMPLIANCE', 'days': 7}}}
                """)
            .strategy()
            .buckets(1)
            .getFirst();
    assertEquals(
        new GatewayBucket(
            "logs",
            "physical",
            List.of(new Location("FI"), new Location("DE-FRA")),
            Set.of("FI", "DE"),
            3,
            true,
            new GatewayBucket.DefaultRetention(Retention.Mode.COMPLIANCE, 7)),
        bucket);
  }

  @Test
  void rulesNameWhoWhereAndWhat() throws Exception {
    GatewaySettings settings =
        gateway(
            """
            , 'access': [
                {'user': 'alice', 'privileges': ['read', 'bypassRetention']},
                {'everyone': true, 'buckets': ['open-*'], 'prefix': 'a/', 'privileges': ['read']}],
              'replicationRules': [{'name': 'eu', 'sourceZone': 'fi', 'targetZones': ['de-fra'],
                'replicaCount': 2, 'countryRestriction': ['FI', 'DE'],
                'demands': ['object-lock']}]
            """);
    assertEquals(
        new AccessRule(
            new Grantee.User("alice"),
            List.of("*"),
            "",
            Set.of(GatewayPrivilege.READ, GatewayPrivilege.BYPASS_RETENTION)),
        settings.access().getFirst());
    assertEquals("a/", settings.access().get(1).prefix());
    ReplicationRule rule = settings.replicationRules().getFirst();
    assertEquals("eu", rule.name());
    assertEquals(2, rule.replicaCount());
    assertTrue(rule.enabled());
  }

  @Test
  void bodiesGoToAllThatAreRequiredWhereThatIsSaid() throws Exception {
    assertEquals(
        OptionalInt.of(GatewayWrites.ALL),
        gateway(", 'synchronousReplicas': 'all'").writes().synchronous());
    assertEquals(
        OptionalInt.of(GatewayWrites.ALL),
        gateway("", Map.of("PROXY_GATEWAY__SYNCHRONOUS_REPLICAS", "all")).writes().synchronous());
    assertEquals(OptionalInt.of(2), gateway(", 'synchronousReplicas': 2").writes().synchronous());
  }

  @Test
  void variablesOfOlderGatewaysCountWhereNothingElseSaysIt() throws Exception {
    Map<String, String> older =
        Map.of("S3_BACKENDS_CONFIG", "other.json", "PROVIDERS_FILE", "providers.csv");
    GatewaySettings settings = gateway("", older);
    assertEquals(directory.resolve("b.json"), settings.files().backendsFile());
    assertEquals(directory.resolve("providers.csv"), settings.files().providersFile());
    assertEquals(
        directory.resolve("other.json"),
        load("{" + DATABASE + "'gateway': {}}", older)
            .gateway()
            .orElseThrow()
            .files()
            .backendsFile());
    assertTrue(
        load("{'tableMapping': {'t': 's3://bkt/p'}}", older).gateway().isEmpty(),
        "they turn no gateway on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'bucketStrategy': 'any' | gateway.bucketStrategy",
        "'bucket': 'Upper' | gateway.bucket",
        "'buckets': {'aaa': {}} | gateway.buckets",
        "'bucketStrategy': 'mapped', 'buckets': {'a': {}} | gateway.buckets.a",
        "'zone': 'not a zone' | gateway.zone",
        "'locationConstraint': 'fi,,de' | gateway.locationConstraint",
        "'countries': ['Finland'] | gateway.countries",
        "'minimumReplicas': 0 | gateway.minimumReplicas",
        "'synchronousReplicas': 'some' | gateway.synchronousReplicas",
        "'immutable': false | gateway.immutable",
        "'defaultRetention': {'days': 1} | gateway.defaultRetention",
        "'objectLock': true, 'defaultRetention': {} | gateway.defaultRetention.days",
        "'access': [{'privileges': ['read']}] | gateway.access[0].user",
        "'access': [{'user': 'a', 'group': 'b', 'privileges': ['read']}] | gateway.access[0].user",
        "'access': [{'user': 'a', 'privileges': []}] | gateway.access[0].privileges",
        "'access': [{'user': 'a', 'privileges': ['own']}] | gateway.access[0].privileges",
        "'access': [{'user': 'a', 'privileges': ['read'], 'allow': 1}] | gateway.access[0].allow",
        "'access': {} | gateway.access",
        "'replicationRules': [{}] | gateway.replicationRules[0].name",
        "'replicationRules': [{'name': 'a', 'demands': ['x']}] | gateway.replicationRules[0].demands",
        "'managementAccess': 'all' | gateway.managementAccess",
        "'retries': {'firstSeconds': 9, 'mostSeconds': 8} | gateway.retries",
        "'rateLimits': {'b': {'jobs': 0}} | gateway.rateLimits.b.jobs",
        "'surprise': 1 | gateway.surprise"
      })
  void whatIsWrongIsNamed(String keys, String key) {
    String message =
        problem("{" + DATABASE + "'gateway': {'backendsFile': 'b.json', " + keys + "}}");
    assertTrue(message.contains(key + ":"), message);
  }

  @Test
  void aGatewayNeedsItsFileADatabaseAndItsPaths() {
    assertTrue(problem("{" + DATABASE + "'gateway': {}}").contains("gateway.backendsFile:"));
    assertTrue(problem("{'gateway': {'backendsFile': 'b'}}").contains("databaseEnabled"));
    assertTrue(
        problem(
                "{"
                    + DATABASE
                    + "'virtualBucket': 'backends', 'gateway': {'backendsFile': 'b.json'}}")
            .contains("virtualBucket:"));
    assertTrue(
        problem(
                "{"
                    + DATABASE
                    + "'tableMapping': {'api': 's3://b/p'}, 'gateway': {'backendsFile': 'b.json'}}")
            .contains("tableMapping.api:"));
  }
}
