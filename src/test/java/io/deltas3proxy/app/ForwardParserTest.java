package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.s3.endpoint.AuthMode;
import io.deltas3proxy.s3.endpoint.SignatureUse;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.s3.RoleSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardParserTest {

  private static final String KEY = "{'accessKeyId': 'AKID', 'secretAccessKey': 'hidden-secret'}";

  @TempDir Path directory;

  @Test
  void nothingSaidMeansTheCredentialsOfTheProxyForEverybody() throws Exception {
    Configuration configuration = load(table("s3://bkt/p", ""), Map.of());
    assertEquals(new AuthModes(AuthMode.IAM, Map.of()), configuration.authModes());
    assertEquals(ForwardSettings.NONE, store(configuration).forward());
  }

  @Test
  void theModeOfAStoreStandsAboveTheDefault() throws Exception {
    String keys = "'forward': {'users': {'ada': " + KEY + "}}";
    Configuration one =
        load(table("s3://bkt/p", "'authMode': 'iam', " + keys) + ", 'authMode': 'forward'");
    assertEquals(AuthMode.IAM, one.authModes().of(store(one)));
    Configuration other = load(table("s3://bkt/p", "'authMode': 'forward', " + keys));
    assertEquals(AuthMode.FORWARD, other.authModes().of(store(other)));
  }

  @Test
  void usersAndGroupsHaveCredentials() throws Exception {
    Configuration configuration =
        load(
            table(
                "s3://bkt/p",
                "'forward': {'users': {'ada': {'accessKeyId': 'A', 'secretAccessKey': 's',"
                    + " 'sessionToken': 't'}}, 'groups': {'z': "
                    + KEY
                    + ", 'a': "
                    + KEY
                    + "}, 'callerSignature': 'resign'}"));
    ForwardSettings forward = store(configuration).forward();
    assertEquals(Map.of("ada", new StoreCredentials("A", "s", "t")), forward.users());
    assertEquals(List.of("z", "a"), List.copyOf(forward.groups().keySet()));
    assertEquals(SignatureUse.RESIGN, forward.signature());
    assertFalse(configuration.toString().contains("hidden-secret"), configuration.toString());
  }

  @Test
  void aRoleHasItsServiceAndItsLife() throws Exception {
    String role = "'roleArn': 'arn:aws:iam::123456789012:role/r'";
    assertEquals(
        new RoleSettings(
            "arn:aws:iam::123456789012:role/r", null, Duration.ofHours(1), true, null, "us-east-1"),
        store(load(table("s3://bkt/p", "'forward': {'role': {" + role + "}}"))).forward().role());
    assertEquals(
        new RoleSettings(
            "arn:aws:iam::123456789012:role/r",
            "x",
            Duration.ofMinutes(15),
            false,
            URI.create("https://sts.example.com"),
            "eu-west-1"),
        store(
                load(
                    table(
                        "s3://bkt/p",
                        "'region': 'eu-west-1', 'forward': {'role': {"
                            + role
                            + ", 'externalId': 'x', 'durationSeconds': 900, 'sessionTags': false,"
                            + " 'stsEndpoint': 'https://sts.example.com'}}")))
            .forward()
            .role());
  }

  @Test
  void aVariableGivesASecretOfAUser() throws Exception {
    Configuration configuration =
        load(
            table("s3://bkt/p", "'forward': {'users': {'Ada': {'accessKeyId': 'A'}}}"),
            Map.of("PROXY_STORES__S__FORWARD__USERS__ADA__SECRET_ACCESS_KEY", "of-ada"));
    assertEquals(
        Map.of("Ada", new StoreCredentials("A", "of-ada", null)),
        store(configuration).forward().users());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'authMode': 'own'                | stores.s.authMode: must be one of forward, iam, not own
          'authMode': 'forward'            | stores.s.forward: is missing: callers of the table t
          'forward': {}                    | stores.s.forward: names no credentials
          'forward': {'user': {}}          | stores.s.forward.user: is not a known key; did you mean
          'forward': {'users': {'a': {}}}  | stores.s.forward.users.a: needs accessKeyId and
          'forward': {'users': {'a': {'accessKeyId': 'A'}}} | forward.users.a: needs accessKeyId and
          'forward': {'groups': {'a': 7}}  | stores.s.forward.groups.a: must be a map
          'forward': {'role': {}}          | stores.s.forward.role.roleArn: is missing
          'forward': {'role': {'roleArn': 'lake'}} | role.roleArn: must be the name of a role
          'forward': {'role': {'arn': 'x'}} | stores.s.forward.role.arn: is not a known key
          'forward': {'role': {'durationSeconds': 60}} | must be a whole number from 900 to 43200
          'forward': {'role': {'stsEndpoint': 'http://127.0.0.1'}} | role.stsEndpoint: endpoint 127
          'forward': {'role': {'roleArn': 'arn:aws:iam::123456789012:role/r'}, 'callerSignature': 'resign'} | callerSignature: is never used beside role
          'forward': {'callerSignature': 'x'}  | callerSignature: must be one of none, passThrough
          'forward': {'callerSignature': 'passThrough'} | the table t must be at s3://datalake/t
          'forward': {'callerSignature': 'passThrough'} | callerSignature: "passThrough" needs getMode
          'pathStyle': false, 'forward': {'callerSignature': 'passThrough'} | and pathStyle
          """)
  void aStoreThatCannotKnowItsCallersIsRefused(String members, String expected) {
    assertProblem(table("s3://bkt/p", members), expected);
  }

  @Test
  void aSecretInTheWrongPlaceIsNotShown() {
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () ->
                load(
                    table(
                        "s3://bkt/p",
                        "'forward': {'users': {'a': {'accessKeyId': 'A',"
                            + " 'secretAccessKey': ['hidden-secret']}, 'b': 'hidden-secret'}}")));
    assertFalse(String.valueOf(e.getMessage()).contains("hidden-secret"), e.getMessage());
  }

  @Test
  void aDirectoryKnowsNoCredentials() throws IOException {
    Files.createDirectories(directory.resolve("lake/t"));
    String lake = "'localDirectories': ['lake'], 'tableMapping': {'t': 'file:lake/t'}";
    assertProblem(
        lake + ", 'defaultAuthMode': 'forward'", "defaultAuthMode: \"forward\" is not possible");
    assertProblem(
        lake + ", 'users': {'ada': {'authMode': 'forward'}}",
        "users.ada.authMode: \"forward\" is not possible with the table t");
  }

  @Test
  void aUserInModeForwardNeedsAStoreThatKnowsCallers() {
    assertProblem(
        table("s3://bkt/p", "") + ", 'users': {'ada': {'authMode': 'forward'}}",
        "stores.s.forward: is missing: callers of the table t");
  }

  @Test
  void aSignaturePassesWherePathsAreTheSame() throws Exception {
    String passing =
        "'endpoint': 'https://s3.example.com', 'forward': {'callerSignature': 'passThrough'}";
    Configuration configuration = load(table("s3://datalake/t", passing) + ", 'getMode': 'proxy'");
    assertEquals(SignatureUse.PASS_THROUGH, store(configuration).forward().signature());
    assertProblem(
        table("s3://datalake/t", passing.replace(".com", ".com/below")) + ", 'getMode': 'proxy'",
        "needs an endpoint without a path");
  }

  @Test
  void whereEverybodyIsAnonymousNobodyHasCredentialsOfTheirOwn() {
    assertProblem(
        table("s3://bkt/p", "'authMode': 'forward', 'forward': {'users': {'ada': " + KEY + "}}")
            + ", 'authentication': {'mode': 'anonymous'}",
        "authentication.mode: must be \"required\" where credentials of callers go to a store");
  }

  private static final String SIGNING =
      ", 'users': {'ada': {'accessKeys': [{'accessKeyId': 'AKIAADA000000001',"
          + " 'secretAccessKey': 'ada-first-secret'}]}}";

  private static String table(String uri, String storeMembers) {
    return "'tableMapping': {'t': {'uri': '%s', 'store': 's'}}, 'stores': {'s': {%s}}"
        .formatted(uri, storeMembers);
  }

  private static BackendSettings store(Configuration configuration) {
    return Objects.requireNonNull(configuration.lake().backends().get("s"));
  }

  private Configuration load(String members) throws ConfigurationException, IOException {
    return load(members, Map.of());
  }

  private Configuration load(String members, Map<String, String> environment)
      throws ConfigurationException, IOException {
    // Somebody must be able to sign, or nobody has credentials of their own.
    String signing = members.contains("'users': {'ada': {'authMode'") ? "" : SIGNING;
    String text = "{" + members + signing + "}";
    Files.writeString(directory.resolve("config.json"), text.replace('\'', '"'));
    return ConfigurationLoader.load(null, environment, directory);
  }

  private void assertProblem(String members, String expected) {
    ConfigurationException e = assertThrows(ConfigurationException.class, () -> load(members));
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
  }
}
