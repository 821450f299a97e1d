package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.website.login.LoginSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginParserTest {

  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir Path directory;

  private WebsiteSettings load(String website, String site)
      throws ConfigurationException, IOException {
    return load(website, site, Map.of());
  }

  private WebsiteSettings load(String website, String site, Map<String, String> environment)
      throws ConfigurationException, IOException {
    String text =
        """
        {'localDirectories': ['%s'], 'tableMapping': {'t': 'file:%s/t'},
         'oidc': {'corp': {'issuer': 'https://login.example.com', 'audience': ['lake']}},
         'website': {%s 'sites': {'docs': {'place': 'file:%s/site', %s}}}}
        """
            .formatted(directory, directory, website, directory, site);
    Path file = directory.resolve("config.json");
    Files.writeString(file, text.replace('\'', '"'));
    return ConfigurationLoader.load(file.toString(), environment, directory)
        .website()
        .orElseThrow();
  }

  private String wrong(String website, String site) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> load(website, site)).getMessage());
  }

  @Test
  void aLoginHasItsDefaults() throws ConfigurationException, IOException {
    WebsiteSettings website =
        load(
            "'loginKey': '" + KEY + "',",
            "'hosts': ['www.example.com'], 'path': '/a',"
                + "'login': {'provider': 'corp', 'groups': ['corp:staff']}");
    LoginSettings login = website.sites().getFirst().guard().login().orElseThrow();
    assertEquals("lake", login.client().id());
    assertEquals(Optional.empty(), login.client().secret());
    assertEquals(List.of("openid", "profile"), login.client().scopes());
    assertEquals(Duration.ofHours(8), login.session());
    assertEquals("/a/", login.site().base());
    assertFalse(login.rules().everyone());
    assertEquals(Set.of("corp:staff"), login.rules().groups());
    assertTrue(website.visitors().loginKey().isPresent());
    assertTrue(website.sites().getFirst().guard().isClosed());
  }

  @Test
  void secretsMayComeFromTheEnvironment() throws ConfigurationException, IOException {
    WebsiteSettings website =
        load(
            "",
            "'hosts': ['www.example.com'], 'login': {'provider': 'corp', 'everyone': true}",
            Map.of(
                "PROXY_WEBSITE__SITES__docs__LOGIN__CLIENT_SECRET",
                "secret",
                "PROXY_WEBSITE__LOGIN_KEY",
                KEY));
    LoginSettings login = website.sites().getFirst().guard().login().orElseThrow();
    assertEquals(Optional.of("secret"), login.client().secret());
    assertTrue(website.visitors().loginKey().isPresent());
    assertFalse(login.toString().contains("secret"), login.toString());
  }

  @Test
  void withoutALoginEverybodySeesASite() throws ConfigurationException, IOException {
    WebsiteSettings website = load("", "'hosts': ['www.example.com']");
    assertFalse(website.sites().getFirst().guard().isClosed());
    assertTrue(website.visitors().loginKey().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'login': {} | login.provider: is missing",
        "'login': {'provider': 'corp'} | login.users: must name users, groups or everyone",
        "'login': {'provider': 'other', 'everyone': true} | is not a name of the section oidc",
        "'login': {'provider': 'corp', 'everyone': true} | login.origin: must be given",
        "'login': {'provider': 'corp', 'everyone': true, 'origin': 'https://a/b'} | login.origin",
        "'login': {'provider': 'corp', 'everyone': true, 'origin': 'ftp://a'} | login.origin",
        "'login': {'provider': 'corp', 'everyone': true, 'origin': 'https://u@a'} | login.origin",
        "'login': {'provider': 'corp', 'users': ['a'], 'sessionSeconds': 1} | sessionSeconds",
        "'login': {'provider': 'corp', 'users': ['a'], 'origin': 'https://a', 'scopes': ['x']} | login.scopes: must contain openid",
        "'login': {'provider': 'corp', 'users': ['a'], 'secret': 'x'} | login.secret: is not a known",
        "'login': 'corp' | login: must be a map",
      })
  void whatIsWrongIsSaid(String site, String said) {
    String message = wrong("", site);
    assertTrue(message.contains(said), message);
  }

  @Test
  void noSecretIsRepeated() {
    String message =
        wrong(
            "'loginKey': 'Sup3rS3cr3t',",
            "'login': {'provider': 'corp', 'everyone': true, 'clientSecret': ['Sup3rS3cr3t']}");
    assertTrue(message.contains("website.loginKey: must be 32 random bytes"), message);
    assertTrue(message.contains("clientSecret: must be a text"), message);
    assertFalse(message.contains("Sup3r"), message);
  }
}
