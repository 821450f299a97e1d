package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.website.ContentCoding;
import io.deltas3proxy.website.Delivery;
import io.deltas3proxy.website.Documents;
import io.deltas3proxy.website.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code website}. */
class WebsiteParserTest {

  @TempDir private Path directory;

  private Configuration load(String json) throws IOException, ConfigurationException {
    Path file = Files.writeString(directory.resolve("config.json"), json.replace('\'', '"'));
    return ConfigurationLoader.load(file.toString(), Map.of(), directory);
  }

  private WebsiteSettings website(String keys) throws IOException, ConfigurationException {
    return load("{'website': {" + keys + "}}").website().orElseThrow();
  }

  private SiteSettings site(String keys) throws IOException, ConfigurationException {
    return website("'sites': {'www': {'place': 's3://bkt/p'" + keys + "}}")
        .sites()
        .getFirst()
        .settings();
  }

  private String problem(String json) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> load(json)).getMessage());
  }

  private String siteProblem(String keys) {
    return problem("{'website': {'sites': {'www': {'place': 's3://bkt/p'" + keys + "}}}}");
  }

  @Test
  void withoutTheSectionThereIsNoWebsite() throws Exception {
    assertTrue(load("{'tableMapping': {'t': 's3://bkt/p'}}").website().isEmpty());
  }

  @Test
  void everythingButThePlaceHasADefault() throws Exception {
    SiteSettings settings = site("");
    assertEquals("/", settings.address().path());
    assertEquals(List.of(), settings.address().hosts());
    assertEquals(Documents.DEFAULTS, settings.documents());
    assertEquals(Delivery.DEFAULTS, settings.delivery());
    assertEquals(List.of(), settings.routing().rules());
    assertEquals(List.of(), settings.headers().cors().origins());
  }

  @Test
  void everyKeyOfASiteIsRead() throws Exception {
    SiteSettings settings =
        site(
            """
            , 'hosts': ['WWW.Example.com'], 'path': '/docs', 'index': 'home.html',
            'errorDocument': 'errors/404.html', 'listing': true, 'rejectQueryStrings': true,
            'ttlSeconds': 60, 'cacheControl': 'no-cache', 'gzip': false,
            'precompressed': ['zstd'], 'hsts': {'maxAgeSeconds': 60, 'includeSubDomains': true},
            'contentSecurityPolicy': "default-src 'self'",
            'headers': {'X-Robots-Tag': 'noindex', 'X-Frame-Options': ''},
            'cors': {'origins': ['https://a.example.com'], 'maxAgeSeconds': 5},
            'routingRules': [{'condition': {'keyPrefixEquals': 'a/',
              'httpErrorCodeReturnedEquals': 404}, 'redirect': {'replaceKeyWith': ''}}]
            """
                .replace("'self'", "none"));
    assertEquals(List.of("www.example.com"), settings.address().hosts());
    assertEquals("/docs/", settings.address().base());
    assertEquals(new Documents("home.html", "errors/404.html", true, false), settings.documents());
    assertEquals(
        new Delivery(Duration.ofMinutes(1), "no-cache", false, List.of(ContentCoding.ZSTD)),
        settings.delivery());
    Map<String, String> fixed = settings.headers().fixed();
    assertEquals("max-age=60; includeSubDomains", fixed.get("Strict-Transport-Security"));
    assertEquals("noindex", fixed.get("X-Robots-Tag"));
    assertFalse(fixed.containsKey("X-Frame-Options"));
    assertEquals(1, settings.routing().rules().size());
  }

  @Test
  void theCacheIsRead() throws Exception {
    WebsiteSettings settings =
        website(
            """
            'cache': {'ttlSeconds': 9, 'directory': 'c', 'maxMegabytes': 10, 'memoryMegabytes': 2,
              'sliceMegabytes': 1, 'maxPages': 7, 'negativeTtlSeconds': 1,
              'staleWhileRevalidateSeconds': 2, 'staleIfErrorSeconds': 3},
            'sites': {'www': {'place': 's3://bkt/p'}}
            """);
    assertEquals(directory.resolve("c"), settings.cache().directory());
    assertEquals(10 << 20, settings.cache().space().diskBytes());
    assertEquals(7, settings.cache().space().mostPages());
    assertEquals(Duration.ofSeconds(3), settings.cache().staleIfError());
    assertEquals(
        Duration.ofSeconds(9), settings.sites().getFirst().settings().delivery().timeToLive());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", 'hosts': ['www.example.com:80'] | website.sites.www.hosts[0]",
        ", 'path': 'docs' | website.sites.www.path",
        ", 'path': '/a/../b' | website.sites.www.path",
        ", 'path': '/datalake/x' | website.sites.www.path",
        ", 'path': '/metrics' | website.sites.www.path",
        ", 'path': '/_proxy' | website.sites.www.path",
        ", 'index': 'a/b' | website.sites.www.index",
        ", 'errorDocument': '../x' | website.sites.www.errorDocument",
        ", 'precompressed': ['lzma'] | website.sites.www.precompressed[0]",
        ", 'headers': {'Content-Length': '1'} | website.sites.www.headers.Content-Length",
        ", 'headers': {'X-A': 'a\\r\\nb'} | website.sites.www.headers.X-A",
        ", 'cors': {'origins': ['example.com']} | website.sites.www.cors.origins",
        ", 'redirectAllTo': {'hostName': 'a b'} | website.sites.www.redirectAllTo.hostName",
        ", 'redirectAllTo': {} | website.sites.www.redirectAllTo.hostName",
        ", 'routingRules': [{'redirect': {}}] | website.sites.www.routingRules[0]",
        ", 'routingRules': {} | website.sites.www.routingRules",
        ", 'routingRules': [{}] | website.sites.www.routingRules[0].redirect",
        ", 'indxe': 'x' | did you mean \"index\"?",
      })
  void whatIsWrongIsTold(String keys, String message) {
    String problem = siteProblem(keys);
    assertTrue(problem.contains(message), problem);
  }

  @ParameterizedTest
  @CsvSource({"s3://bkt/tables/t", "s3://bkt/tables", "s3://bkt", "s3://bkt/tables/t/part"})
  void aSiteShowsNoTable(String place) {
    String problem =
        problem(
            "{'tableMapping': {'t': 's3://bkt/tables/t'}, 'website': {'sites': {'www': {'place': '"
                + place
                + "'}}}}");
    assertTrue(problem.contains("overlaps the table t"), problem);
  }

  @Test
  void aSiteBesideATableIsAllowed() throws Exception {
    assertTrue(
        load("{'tableMapping': {'t': 's3://bkt/tables/t'},"
                + " 'website': {'sites': {'www': {'place': 's3://bkt/tables/t2'}}}}")
            .website()
            .isPresent());
  }

  @Test
  void twoSitesHaveTwoAddresses() {
    String problem =
        problem(
            "{'website': {'sites': {'a': {'place': 's3://bkt/a', 'path': '/x'},"
                + " 'b': {'place': 's3://bkt/b', 'path': '/x'}}}}");
    assertTrue(problem.contains("is the site a already"), problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'cache': {'directory': 'lake/www/cache'}", "'visitors': {'log': {'file': '%s'}}"})
  void aSiteShowsNothingThatTheProductWrites(String keys) throws Exception {
    Files.createDirectories(directory.resolve("lake"));
    String sites = ", 'sites': {'www': {'place': 'file:lake/www'}}";
    String local = "{'localDirectories': ['lake'], 'website': {%s}}";
    String within = keys.formatted("lake/www/visits.log") + sites;
    String told = problem(local.formatted(within));
    assertTrue(told.contains("the site www, which would show it"), told);
    String beside = within.replace("'lake/www/", "'lake/www-own/");
    assertEquals(1, load(local.formatted(beside)).website().orElseThrow().sites().size());
  }

  @Test
  void theKeyIsNeverShown() {
    String problem = problem("{'website': {'authKey': {'hidden-key': 1}, 'sites': {}}}");
    assertTrue(problem.contains("website.authKey"), problem);
    assertFalse(problem.contains("hidden-key"), problem);
  }

  @Test
  void placesMustBeAllowedLikeThoseOfTables() {
    String problem = problem("{'website': {'sites': {'www': {'place': 'file:/etc'}}}}");
    assertTrue(problem.contains("website.sites.www.place"), problem);
  }

  @Test
  void theSampleIsRight() throws Exception {
    Path sample = Path.of("deploy/website/config.json").toAbsolutePath();
    WebsiteSettings settings =
        ConfigurationLoader.load(sample.toString(), Map.of(), directory).website().orElseThrow();
    assertTrue(settings.sites().getFirst().settings().documents().listing());
  }

  @Test
  void theEnvironmentAloneIsEnough() throws Exception {
    WebsiteSettings settings =
        ConfigurationLoader.load(
                null,
                Map.of(
                    "PROXY_WEBSITE__SITES__www__PLACE", "s3://bkt/p",
                    "PROXY_WEBSITE__SITES__www__ERROR_DOCUMENT", "404.html",
                    "PROXY_WEBSITE__SITES__www__HEADERS__X-Robots-Tag", "noindex",
                    "PROXY_WEBSITE__CACHE__TTL_SECONDS", "7",
                    "PROXY_WEBSITE__AUTH_KEY", "abc123"),
                directory)
            .website()
            .orElseThrow();
    SiteSettings site = settings.sites().getFirst().settings();
    assertEquals("404.html", site.documents().error());
    assertEquals("noindex", site.headers().fixed().get("X-Robots-Tag"));
    assertEquals(Duration.ofSeconds(7), site.delivery().timeToLive());
  }
}
