package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.sts.ClaimMapping;
import io.deltas3proxy.sts.IdentityProvider;
import io.deltas3proxy.sts.ProviderAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StsParserTest {

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path directory;

  private StsSettings load(String keys, Map<String, String> environment)
      throws ConfigurationException, IOException {
    Path file = directory.resolve("config.json");
    String text = "{'tableMapping': {'t': 's3://bkt/p'}" + keys + "}";
    Files.writeString(file, text.replace('\'', '"'));
    return ConfigurationLoader.load(file.toString(), environment, directory).sts();
  }

  private StsSettings load(String keys) throws ConfigurationException, IOException {
    return load(keys, Map.of());
  }

  private String problems(String keys) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> load(keys)).getMessage());
  }

  @Test
  void withoutAProviderNothingIsGivenUnlessSaid() throws Exception {
    StsSettings settings = load("");
    assertFalse(settings.enabled());
    assertEquals(Optional.empty(), settings.key());
    assertEquals(Duration.ofHours(1), settings.longest());
    assertTrue(load(", 'sts': {'enabled': true}").enabled());
  }

  @Test
  void aProviderHasPrefixesOfItsOwnUnlessToldOtherwise() throws Exception {
    StsSettings settings =
        load(", 'oidc': {'corp': {'issuer': 'https://192.0.2.1/realm', 'audience': ['lake']}}");
    assertTrue(settings.enabled());
    assertEquals(
        List.of(
            new IdentityProvider(
                "corp",
                "https://192.0.2.1/realm",
                List.of("lake"),
                Optional.empty(),
                new ClaimMapping("sub", "groups", "corp:", "corp:"),
                ProviderAddress.REMOTE_TLS)),
        settings.providers());
  }

  @Test
  void everyKeyOfAProviderIsRead() throws Exception {
    StsSettings settings =
        load(
            ", 'sts': {'enabled': false, 'maxSessionSeconds': 900, 'tokenKey': '"
                + KEY
                + "', 'previousTokenKeys': ['"
                + KEY
                + "']}, 'oidc': {'dev': {'issuer': 'http://127.0.0.1:8080', 'audience': ['a', 'b'],"
                + " 'jwksUri': 'http://localhost/keys', 'userClaim': 'email', 'groupsClaim':"
                + " 'realm_access.roles', 'userPrefix': '', 'groupPrefix': 'x/',"
                + " 'allowPrivateEndpoint': true}}");
    assertFalse(settings.enabled());
    assertTrue(settings.key().isPresent());
    assertEquals(1, settings.previousKeys().size());
    assertEquals(Duration.ofMinutes(15), settings.longest());
    IdentityProvider provider = settings.providers().getFirst();
    assertEquals(new ClaimMapping("email", "realm_access.roles", "", "x/"), provider.claims());
    assertEquals(Optional.of(URI.create("http://localhost/keys")), provider.keys());
    assertEquals(ProviderAddress.ANY, provider.address());
  }

  @Test
  void theKeyMayStandInAFileOrAVariable() throws Exception {
    Files.writeString(directory.resolve("token.key"), KEY + "\n");
    assertTrue(load(", 'sts': {'tokenKeyFile': 'token.key'}").key().isPresent());
    assertTrue(load("", Map.of("PROXY_STS__TOKEN_KEY", KEY)).key().isPresent());
    assertTrue(
        load(
                ", 'oidc': {'Corp-A': {'issuer': 'https://192.0.2.1', 'audience': ['x']}}",
                Map.of("PROXY_OIDC__CORP-A__ISSUER", "https://192.0.2.2"))
            .providers()
            .getFirst()
            .issuer()
            .endsWith("2.2"));
  }

  @Test
  void wrongKeysAreSaidAndNotShown() {
    String problems =
        problems(
            ", 'sts': {'tokenKey': 'c2VjcmV0LXNlY3JldA==', 'maxSessionSeconds': 899,"
                + " 'previousTokenKeys': ['b3RoZXItc2VjcmV0'], 'tokenKeyFile': 'none', 'x': 1}");
    assertTrue(problems.contains("sts.tokenKey: must be 32 random bytes in Base64"), problems);
    assertTrue(problems.contains("sts.tokenKeyFile: cannot be read"), problems);
    assertTrue(problems.contains("sts.tokenKeyFile: must not be given beside"), problems);
    assertTrue(problems.contains("sts.previousTokenKeys[0]"), problems);
    assertTrue(problems.contains("sts.maxSessionSeconds: must be a whole number from 900"));
    assertTrue(problems.contains("sts.x: is not a known key"), problems);
    assertFalse(problems.contains("c2Vjcm"), problems);
    assertFalse(problems.contains("b3RoZX"), problems);
    String wrongType = problems(", 'sts': {'previousTokenKeys': 'b3RoZXItc2VjcmV0'}");
    assertFalse(wrongType.contains("b3RoZX"), wrongType);
  }

  @Test
  void aKeyInThePlaceOfItsFileIsNotShown() throws Exception {
    for (String pasted : List.of(KEY, "0123456789abcdef".repeat(4), "a\\u0000" + KEY)) {
      String problems = problems(", 'sts': {'tokenKeyFile': '" + pasted + "'}");
      assertTrue(problems.contains("sts.tokenKeyFile: cannot be read: it names no"), problems);
      assertFalse(problems.contains(pasted.substring(8, 24)), problems);
    }
    Files.writeString(directory.resolve("short.key"), "c2VjcmV0");
    String problems = problems(", 'sts': {'tokenKeyFile': 'short.key'}");
    assertTrue(problems.contains("must be 32 random bytes in Base64: short.key"), problems);
    assertFalse(problems.contains("c2VjcmV0"), problems);
  }

  @Test
  void aProviderThatCannotBeTrustedDoesNotStart() {
    assertTrue(
        problems(", 'oidc': {'p': {'issuer': 'http://192.0.2.1', 'audience': ['x']}}")
            .contains("oidc.p.issuer: must be an https URL"));
    assertTrue(
        problems(", 'oidc': {'p': {'issuer': 'https://127.0.0.1', 'audience': ['x']}}")
            .contains("oidc.p.issuer: is on this machine or its link"));
    assertTrue(
        problems(", 'oidc': {'p': {'issuer': 'https://192.0.2.1'}}").contains("oidc.p.audience"));
    assertTrue(problems(", 'oidc': {'p': {'audience': ['x']}}").contains("oidc.p.issuer"));
    assertTrue(problems(", 'oidc': {'a b': {}}").contains("is not a name for a provider"));
    assertTrue(
        problems(
                ", 'oidc': {'p': {'issuer': 'https://192.0.2.1', 'audience': ['x']},"
                    + " 'q': {'issuer': 'https://192.0.2.1', 'audience': ['y']}}")
            .contains("is that of another provider too"));
  }

  @Test
  void thePathIsReservedWhereItIsUsed() throws Exception {
    String named = ", 'virtualBucket': 'sts', 'sts': {'enabled': ";
    assertTrue(problems(named + "true}").contains("virtualBucket: must not be sts"));
    assertFalse(load(named + "false}").enabled());
    Files.writeString(
        directory.resolve("alias.json"),
        "{\"tableMapping\":{\"sts\":\"s3://b-b/p\"},\"sts\":{\"enabled\":true}}");
    String path = directory.resolve("alias.json").toString();
    assertTrue(
        String.valueOf(
                assertThrows(
                        ConfigurationException.class,
                        () -> ConfigurationLoader.load(path, Map.of(), directory))
                    .getMessage())
            .contains("tableMapping.sts: is a path of its own"));
  }
}
