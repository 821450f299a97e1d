package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.audit.AuditSettings;
import io.deltas3proxy.delta.SharedLocation;
import io.deltas3proxy.s3.endpoint.GetMode;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.StaticCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationLoaderTest {

  private static final String TABLE = "'tableMapping': {'t': 's3://bkt/p'}";

  @TempDir Path directory;

  @Test
  void theExampleOfTheSpecificationIsUnderstood() throws Exception {
    Configuration configuration =
        load(
            """
            {
              'tableMapping': {'my_table': 's3://my-bucket/path/to/table'},
              'readOnly': true,
              'proxyPartial': false,
              'defaultAuthMode': 'iam',
              'getMode': 'presignedUrl',
              'allowedPartitions': {'my_table': [{'MIC': 'XLON'}, {'MIC': 'XETR'}]},
              'port': 18080
            }
            """);
    assertEquals(
        List.of(new TableSettings("my_table", "default", "my-bucket", "path/to/table", false)),
        configuration.lake().tables());
    assertEquals(GetMode.PRESIGNED_URL, configuration.endpoint().retrieval().mode());
    assertEquals(2, configuration.grants().about("my_table").getFirst().rules().size());
    assertEquals(18080, configuration.server().port());
  }

  @Test
  void everythingButTheTablesHasADefault() throws Exception {
    Configuration configuration = load("{" + TABLE + "}");
    assertEquals(
        new ServerSettings(18080, OptionalInt.of(9090), "0.0.0.0"), configuration.server());
    assertTrue(configuration.endpoint().readOnly());
    assertEquals("datalake", configuration.endpoint().virtualBucket());
    assertEquals(List.of("localhost"), configuration.endpoint().virtualHostDomains());
    assertEquals("us-east-1", configuration.endpoint().region());
    assertEquals(Duration.ofMinutes(5), configuration.endpoint().retrieval().presignLifetime());
    assertEquals(List.of(), configuration.grants().about("t"));
    assertEquals(Duration.ofDays(7), configuration.index().tombstoneRetention());
  }

  @Test
  void aTrailInTheDatabaseNeedsAFileAndADatabase() throws Exception {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> load("{" + TABLE + ", 'audit': {'database': true, 'databaseDays': 0}}"));
    assertEquals(
        List.of("audit.databaseDays", "audit.database", "audit.file"),
        e.problems().stream().map(Problem::key).toList());
    String database = ", 'databaseEnabled': true, 'database': {'secretKeyFile': 'k'}";
    AuditSettings kept =
        load("{" + TABLE + database + ", 'audit': {'file': 'a', 'database': true}}").edge().audit();
    assertNotNull(kept);
    assertEquals(Duration.ofDays(90), kept.keptInDatabase());
    AuditSettings alone = load("{" + TABLE + database + ", 'audit': {'file': 'a'}}").edge().audit();
    assertNotNull(alone);
    assertNull(alone.keptInDatabase());
  }

  @ParameterizedTest
  @CsvSource({"null", "0"})
  void noMetricsPortIsWrittenAsNullOrZero(String none) throws Exception {
    assertEquals(
        OptionalInt.empty(),
        load("{" + TABLE + ", 'metricsPort': " + none + "}").server().metricsPort());
  }

  @Test
  void conditionsOfRulesAreTextNumberListRangeNullAndAnything() throws Exception {
    var rule =
        load("{"
                + TABLE
                + ", 'allowedPartitions': {'t': [{'a': 'x', 'b': 1.50, 'c': ['x', null, 2],"
                + " 'd': {'from': 1, 'to': '9'}, 'e': '*', 'f': null, 'g': true}, {}]}}")
            .grants()
            .about("t")
            .getFirst()
            .rules();
    Map<String, ValueCondition> conditions = rule.getFirst().conditions();
    assertEquals(ValueCondition.is("x"), conditions.get("a"));
    assertEquals(ValueCondition.is("1.50"), conditions.get("b"));
    assertEquals(new ValueCondition.OneOf(Arrays.asList("x", null, "2")), conditions.get("c"));
    assertEquals(new ValueCondition.Range("1", "9"), conditions.get("d"));
    assertEquals(new ValueCondition.Any(), conditions.get("e"));
    assertEquals(ValueCondition.is(null), conditions.get("f"));
    assertEquals(ValueCondition.is("true"), conditions.get("g"));
    assertEquals(Map.of(), rule.get(1).conditions());
  }

  @Test
  void aTableIsFoundInTheStoreThatItNamesThenInTheOneThatHasItsBucket() throws Exception {
    Configuration configuration =
        load(
            """
            {
              'stores': {
                'one': {'endpoint': 'http://127.0.0.1:9', 'allowPrivateEndpoint': true,
                        'accessKeyId': 'id', 'secretAccessKey': 'horse', 'buckets': ['b-one']},
                'two': {'region': 'eu-west-1'}
              },
              'tableMapping': {
                'a': 's3://b-one/a',
                'b': {'uri': 's3a://b-one/b/', 'store': 'two'},
                'c': 's3://other'
              }
            }
            """);
    assertEquals(
        List.of(
            new TableSettings("a", "one", "b-one", "a", false),
            new TableSettings("b", "two", "b-one", "b", false),
            new TableSettings("c", "default", "other", "", false)),
        configuration.lake().tables());
    BackendSettings one = configuration.lake().backends().get("one");
    assertNotNull(one);
    assertEquals(EndpointPolicy.ANY_ADDRESS, one.policy());
    assertEquals(new StaticCredentials("id", "horse", null), one.store().credentials());
    assertTrue(one.store().pathStyle());
    assertFalse(configuration.toString().contains("horse"));
  }

  @Test
  void fileTablesAreRelativeToTheFileAndBelowAnAllowedDirectory() throws Exception {
    Files.createDirectories(directory.resolve("lake/t"));
    Configuration configuration =
        load("{'localDirectories': ['lake'], 'tableMapping': {'t': 'file:lake/t'}}");
    String path = directory.resolve("lake/t").toString().substring(1);
    assertEquals(
        List.of(new TableSettings("t", "local", "", path, false)), configuration.lake().tables());
  }

  @Test
  void variablesOverrideTheFile() throws Exception {
    Configuration configuration =
        load(
            "{" + TABLE + ", 'port': 1, 'stores': {'Lake': {'region': 'x'}}}",
            Map.of(
                "PROXY_PORT", "28080",
                "PROXY_METRICS_PORT", "null",
                "PROXY_GET_MODE", "proxy",
                "PROXY_DATABASE__URI", "sqlite:x.db",
                "PROXY_STORES__LAKE__ACCESS_KEY_ID", "123",
                "PROXY_STORES__Lake__SECRET_ACCESS_KEY", "456",
                "PROXY_TABLE_MAPPING", "{\"t\":\"s3://bkt/q\"}",
                "PROXY_TABLE_MAPPING__u", "s3://bkt/u",
                "PROXY_ALLOWED_PARTITIONS", "{\"u\":[{}]}"));
    assertEquals(new ServerSettings(28080, OptionalInt.empty(), "0.0.0.0"), configuration.server());
    assertEquals(GetMode.PROXY, configuration.endpoint().retrieval().mode());
    assertEquals(
        List.of(
            new TableSettings("t", "default", "bkt", "q", false),
            new TableSettings("u", "default", "bkt", "u", false)),
        configuration.lake().tables());
    BackendSettings lake = configuration.lake().backends().get("Lake");
    assertNotNull(lake);
    assertEquals(new StaticCredentials("123", "456", null), lake.store().credentials());
    assertEquals(1, configuration.grants().about("u").size());
  }

  @Test
  void aTableMayShareLocationsOfItsStore() throws Exception {
    Configuration configuration =
        load(
            "{'tableMapping': {'t': {'uri': 's3://bkt/p',"
                + " 'sharedLocations': ['s3a://other/a/b/', 's3://bkt']}}}");
    assertEquals(
        List.of(new SharedLocation("other", "a/b"), new SharedLocation("bkt", "")),
        configuration.lake().tables().getFirst().shared());
  }

  @Test
  void theEnvironmentAloneIsEnough() throws Exception {
    Configuration configuration =
        ConfigurationLoader.load(
            null, Map.of("PROXY_TABLE_MAPPING", "{\"t\":\"s3://bkt/p\"}"), directory);
    assertEquals(1, configuration.lake().tables().size());
  }

  @ParameterizedTest
  @CsvSource({
    "b",
    "b1",
    "a.b-c_D",
    "123456789012345678901234567890123456789012345678901234567890123"
  })
  void theBucketOfATableHasOneTo63Characters(String bucket) throws Exception {
    Configuration configuration =
        ConfigurationLoader.load(
            null, Map.of("PROXY_TABLE_MAPPING", "{\"t\":\"s3://" + bucket + "/p\"}"), directory);
    assertEquals(
        List.of(new TableSettings("t", "default", bucket, "p", false)),
        configuration.lake().tables());
  }

  @Test
  void aTableThatIsWrongIsReportedOnceAndNotAgainForItsRules() {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () ->
                load(
                    "{'tableMapping': {'a': 's3://-/p', 'b': {}},"
                        + " 'allowedPartitions': {'a': [{}], 'b': [{}]}}"));
    assertEquals(
        List.of("tableMapping.a", "tableMapping.b.uri"),
        e.problems().stream().map(Problem::key).toList());
  }

  @Test
  void theFileIsNamedByThePropertyThenTheVariable() throws Exception {
    Path named = Files.writeString(directory.resolve("named.json"), json("{" + TABLE + "}"));
    Map<String, String> variable = Map.of("PROXY_CONFIG", named.toString());
    assertEquals(1, ConfigurationLoader.load(null, variable, directory).lake().tables().size());
    assertProblem(
        assertThrows(
            ConfigurationException.class,
            () -> ConfigurationLoader.load("absent.json", variable, directory)),
        directory.resolve("absent.json") + ": there is no such file");
  }

  @Test
  void allErrorsAreReportedTogetherEachWithFileKeyAndValue() {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () ->
                load(
                    "{'port': 'many', 'getMode': 'fast', 'readonly': true}",
                    Map.of("PROXY_METRICS_PORT", "99999")));
    String file = directory.resolve("config.json").toString();
    assertEquals(
        List.of(
            file + ": port: must be a whole number from 0 to 65535, not \"many\"",
            "PROXY_METRICS_PORT: metricsPort: must be a whole number from 0 to 65535, not 99999",
            file
                + ": tableMapping: is missing: it names the tables, for example"
                + " {\"trades\": \"s3://bucket/path\"}",
            file + ": getMode: must be one of auto, presignedUrl, proxy, not fast",
            file + ": readonly: is not a known key; did you mean \"readOnly\"?"),
        e.problems().stream().map(Problem::toString).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'tableMapping': {'t': 's3://b/p'}, 'tableMapping': {}}  | not valid JSON at line 1
          {} {}                                                    | goes on after its end
          []                                                       | must be a JSON object
          ``                                                       | is empty
          {'tableMapping': []}                 | tableMapping: must be a map, not []
          {'tableMapping': {'t': 7}}           | tableMapping.t: must be a text, not 7
          {'tableMapping': {'t': ''}}          | tableMapping.t: must not be empty
          {'tableMapping': {'t': 'http://x'}}  | tableMapping.t: must be s3://bucket/path
          {'tableMapping': {'t': 's3:///p'}}   | tableMapping.t: must be s3://bucket/path
          {'tableMapping': {'t': 's3://-b/p'}} | tableMapping.t: must be s3://bucket/path
          {'tableMapping': {'t': 's3://b-/p'}} | tableMapping.t: must be s3://bucket/path
          {'tableMapping': {'t': 's3://bkt/a//b'}} | tableMapping.t: has an empty segment
          {'tableMapping': {'t': 's3://bkt/../b'}} | tableMapping.t: has an empty segment
          {'tableMapping': {'t': {}}}          | tableMapping.t.uri: is missing
          {'tableMapping': {'t': {'uri': 's3://bkt/p', 'store': 'x'}}} | t.store: is not a store
          {'tableMapping': {'t': {'uri': 's3://bkt/p', 'stor': 'x'}}} | did you mean "store"?
          {'tableMapping': {'t': {'uri': 's3://bkt/p', 'logView': 'half'}}} | must be one of direct, filtered
          {'tableMapping': {'t': {'uri': 's3://bkt/p', 'sharedLocations': ['s3://bkt/a/../b']}}} | sharedLocations[0]: has an empty segment
          {'tableMapping': {'t': {'uri': 's3://bkt/p', 'sharedLocations': ['file:/lake']}}} | sharedLocations[0]: must be s3:
          {'tableMapping': {'t': {'uri': 's3://bkt/p', 'sharedLocations': 's3://bkt/q'}}} | t.sharedLocations: must be a list
          {'tableMapping': {'t': {'uri': 's3://bkt/p', 'sharedLocations': ['s3://datalake/q']}}} | t.sharedLocations: datalake is the name of the virtual bucket
          {'tableMapping': {'t': {'uri': 's3://bkt/p', 'sharedLocations': ['s3://bkt/q'], 'logView': 'filtered'}}} | t.sharedLocations: is for tables of logView direct
          {'stores': {'x': {'endpoint': 'http://store.invalid', 'buckets': ['other']}}, 'tableMapping': {'t': {'uri': 's3://bkt/p', 'sharedLocations': ['s3://other/q']}}} | t.sharedLocations: other is of the store x
          {'tableMapping': {'health': 's3://bkt/p'}}  | tableMapping.health: is not an alias
          {'tableMapping': {'metrics': 's3://bkt/p'}} | tableMapping.metrics: is not an alias
          {'tableMapping': {'a/b': 's3://bkt/p'}} | tableMapping["a/b"]: is not an alias
          {'tableMapping': {'a': 's3://bkt/p', 'b': 's3://bkt/p/'}}  | b: overlaps with the alias a
          {'tableMapping': {'a': 's3://bkt/p', 'b': 's3://bkt/p/q'}} | b: overlaps with the alias a
          {'tableMapping': {'a': 's3://bkt/p/q', 'b': 's3://bkt'}}   | b: overlaps with the alias a
          {'tableMapping': {'t': 'file:/etc'}}    | is not below a directory
          {'tableMapping': {'t': 'file:../x'}}    | is not below a directory
          {'tableMapping': {'t': 'file://host/x'}} | must have no host
          {'localDirectories': ['absent']}        | localDirectories[0]: is not a directory
          """)
  void aBadFileOrTableIsRefused(String json, String expected) {
    assertProblem(assertThrows(ConfigurationException.class, () -> load(json)), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'port': 1.5                     | port: must be a whole number
          'port': null                    | port: must be a whole number
          'port': 9090                    | metricsPort: must differ from port
          'readOnly': 'yes'               | readOnly: must be true or false, not "yes"
          'defaultAuthMode': 'own'        | defaultAuthMode: must be one of forward, iam, not own
          'authMode': 'iam', 'defaultAuthMode': 'iam' | authMode: is another name of defaultAuthMode
          'databaseEnabled': true         | database.secretKey: is missing: give 32 random bytes
          'database': {'uri': 'mysql://h/d'} | database.uri: must be sqlite:<file>, postgresql:
          'database': {'uri': 'sqlite::memory:'} | database.uri: must name a file after sqlite:
          'database': {'uri': 'postgresql://h'} | database.uri: must be postgresql://<host>
          'database': {'secretKey': 'c2hvcnQ='} | database.secretKey: must be 32 random bytes
          'database': {'secretKey': 'c2hvcnQ=', 'secretKeyFile': 'k'} | database.secretKeyFile: must not
          'database': {'maxConnections': 0} | database.maxConnections: must be a whole number from 1
          'database': {'pollMillis': 9000} | database.pollMillis: must not be more than half
          'database': {'changesWithin': 9} | database.changesWithin: is not a known key
          'database': {'uri': 3}          | database.uri: must be a text, not (not shown)
          'authentication': {'mode': 'required'} | authentication.mode: "required" needs somebody
          'virtualBucket': 'A'            | virtualBucket: must be 3 to 63
          'virtualBucket': 'health'       | virtualBucket: must not be health
          'virtualBucket': 'metrics'      | virtualBucket: must not be metrics
          'virtualHostDomains': ['a:80']  | virtualHostDomains[0]: must be a domain
          'presign': {'expirySeconds': 604801} | presign.expirySeconds: must be a whole number from 1
          'cors': {'allowedOrigins': [1]} | cors.allowedOrigins: must be a list of texts
          'listing': {'tokenKey': 'short'} | listing.tokenKey: must have at least 32 characters
          'listing': {'maxBackendPages': 0} | listing.maxBackendPages: must be a whole number
          'index': {'memoryMegabytes': 0} | index.memoryMegabytes: must be a whole number
          'index': {'directoryMegabytes': 0} | index.directoryMegabytes: must be a whole number
          'http': {'maxRetries': 11}      | http.maxRetries: must be a whole number from 0 to 10
          'stores': {'local': {}}         | stores.local: is not a name for a store
          'stores': {'s': {'endpoint': 'http://127.0.0.1'}} | stores.s.endpoint: endpoint 127.0.0.1
          'stores': {'s': {'endpoint': 'http://169.254.169.254'}} | stores.s.endpoint: endpoint 169
          'stores': {'s': {'endpoint': 'ftp://x'}} | stores.s.endpoint: an endpoint is an http
          'stores': {'s': {'accessKeyId': 'x'}}  | must be given together
          'stores': {'s': {'sessionToken': 'x'}} | stores.s.sessionToken: needs accessKeyId
          'stores': {'a': {'buckets': ['x']}, 'b': {'buckets': ['x']}} | stores.b.buckets[0]: x is
          'allowedPartitions': {'T': []}  | allowedPartitions.T: is not an alias of tableMapping; did
          'allowedPartitions': {'t': {}}  | allowedPartitions.t: must be a list of maps
          'allowedPartitions': {'t': ['x']} | allowedPartitions.t[0]: must be a map
          'allowedPartitions': {'t': [{}, {'c': []}]} | allowedPartitions.t[1].c: must have at least
          'allowedPartitions': {'t': [{'c': [[]]}]} | allowedPartitions.t[0].c[0]: must be one value
          'allowedPartitions': {'t': [{'c': {}}]} | allowedPartitions.t[0].c: must be a range
          'allowedPartitions': {'t': [{'c': {'from': null}}]} | t[0].c: must be a range
          'allowedPartitions': {'t': [{'c': {'form': 1}}]} | t[0].c: must be a range
          """)
  void aBadValueIsRefused(String members, String expected) {
    assertProblem(
        assertThrows(ConfigurationException.class, () -> load("{" + TABLE + ", " + members + "}")),
        expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PROXY_PORT        | tcp://10.0.0.1:80 | PROXY_PORT: port: cannot be understood as JSON
          PROXY_READ_ONLY   | 1                 | PROXY_READ_ONLY: readOnly: must be true or false
          PROXY_GETMODE     | proxy             | PROXY_GETMODE: getmode: is not a known key; did you
          PROXY_PORT__X     | 1                 | PROXY_PORT__X: port: is not a map
          PROXY_LISTING__TOKEN_KEY | hunter2    | PROXY_LISTING__TOKEN_KEY: listing.tokenKey: must
          """)
  void aBadVariableIsNamed(String name, String value, String expected) {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> load("{" + TABLE + ", 'port': 80}", Map.of(name, value)));
    assertProblem(e, expected);
    assertFalse(String.valueOf(e.getMessage()).contains("hunter2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | PROXY_STORES | {"lake":{"secretAccessKey":"TOPSECRET"} | stores: cannot be understood
          `` | PROXY_STORES__lake | ["AK","TOPSECRET"] | stores.lake: must be a map
          `` | PROXY_STORES__lake | TOPSECRET | stores.lake: cannot be understood
          `` | PROXY_STORES__lake__ENDPOINT | https://user:TOPSECRET@host | stores.lake.endpoint: an
          `` | PROXY_STORES__lake__ENDPOINT | https://user:TOP/TOPSECRET@h | stores.lake.endpoint: an
          `` | PROXY_STORES__lake__ENDPOINT | https://user:TOPSECRET @h | stores.lake.endpoint: is not
          `` | PROXY_STORES__lake__ENDPOINT | user://u:TOPSECRET@h | stores.lake.endpoint: an endpoint
          `` | PROXY_LISTING | {"tokenKey":"TOPSECRET | listing: cannot be understood
          `` | PROXY_DATABASE | ["TOPSECRET"] | database: must be a map
          `` | PROXY_DATABASE__URI | postgresql://u:TOPSECRET @h/d | database.uri: must be postgresql:
          `` | PROXY_DATABASE__URI | jdbc:postgresql://u:TOPSECRET@h:p/d | database.uri: is not a URL
          , 'database': {'secretKey': 'TOPSECRET'} | PROXY_PORT | 1 | database.secretKey: must be 32
          , 'database': {'password': ['TOPSECRET']} | PROXY_PORT | 1 | database.password: must be
          `` | PROXY_TABLE_MAPPING__u | s3://AK:TOPSECRET@bucket/p | tableMapping.u: must be s3:
          , 'stores': [{'secretAccessKey': 'TOPSECRET'}] | PROXY_PORT | 1 | stores: must be a map
          , 'stores': {'s': {'buckets': 'TOPSECRET'}} | PROXY_PORT | 1 | stores.s.buckets: must be
          , 'stores': {'s': {'pathStyle': 'TOPSECRET'}} | PROXY_PORT | 1 | stores.s.pathStyle: must be
          , 'stores': {'s': {'region': ['TOPSECRET']}} | PROXY_PORT | 1 | stores.s.region: must be
          , 'database': 'sqlite:TOPSECRET' | PROXY_PORT | 1 | database: must be a map
          , 'stores': {'s': {'sessionToken': TOPSECRET}} | PROXY_PORT | 1 | is not valid JSON at line
          """)
  void noMessageShowsWhatMayBeASecret(
      String members, String variable, String value, String expected) {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> load("{" + TABLE + members + "}", Map.of(variable, value)));
    assertProblem(e, expected);
    assertFalse(String.valueOf(e.getMessage()).contains("SECRET"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "https://s3.eu-west-1.amazonaws.com, , true",
    "https://store.invalid, http://STORE.invalid:80/, true",
    "http://store.invalid:9000, http://store.invalid:9000, true",
    "http://store.invalid:9000, http://store.invalid:9001, false",
    "https://store.invalid, , false"
  })
  void tablesOfTwoStoresOfOneServerMayNotOverlap(String one, @Nullable String two, boolean overlap)
      throws Exception {
    String endpoint = two == null ? "" : "'endpoint': '" + two + "'";
    String json =
        "{'stores': {'one': {'endpoint': '"
            + one
            + "'}, 'two': {"
            + endpoint
            + "}}, 'tableMapping':"
            + " {'a': {'uri': 's3://bkt/p', 'store': 'one'},"
            + " 'b': {'uri': 's3://bkt/p/q', 'store': 'two'}}}";
    if (overlap) {
      assertProblem(
          assertThrows(ConfigurationException.class, () -> load(json)),
          "b: overlaps with the alias a");
    } else {
      assertEquals(2, load(json).lake().tables().size());
    }
  }

  @Test
  void directoriesThatALinkMakesOneMayNotOverlap() throws Exception {
    Files.createDirectories(directory.resolve("lake/t/inner"));
    Files.createSymbolicLink(directory.resolve("lake/u"), directory.resolve("lake/t"));
    assertProblem(
        assertThrows(
            ConfigurationException.class,
            () ->
                load(
                    "{'localDirectories': ['lake'], 'tableMapping':"
                        + " {'a': 'file:lake/t', 'b': 'file:lake/u/inner'}}")),
        "b: overlaps with the alias a");
  }

  @ParameterizedTest
  @CsvSource({"PROXY_ALLOWED_PARTITIONS__TRADES", "PROXY_ALLOWED_PARTITIONS__trades"})
  void aVariableThatMayMeanTwoAliasesIsRefused(String variable) {
    assertProblem(
        assertThrows(
            ConfigurationException.class,
            () ->
                load(
                    "{'tableMapping': {'trades': 's3://bkt/a', 'Trades': 's3://bkt/b'},"
                        + " 'allowedPartitions': {'trades': [], 'Trades': []}}",
                    Map.of(variable, "[{}]"))),
        "is ambiguous: it may mean trades or Trades");
  }

  private Configuration load(String json) throws ConfigurationException, IOException {
    return load(json, Map.of());
  }

  private Configuration load(String json, Map<String, String> environment)
      throws ConfigurationException, IOException {
    Files.writeString(directory.resolve("config.json"), json(json));
    return ConfigurationLoader.load(null, environment, directory);
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }

  private static void assertProblem(ConfigurationException e, String expected) {
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
  }
}
