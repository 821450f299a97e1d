package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.website.visitor.InfluxSettings;
import io.deltas3proxy.website.visitor.LineTarget;
import io.deltas3proxy.website.visitor.VisitSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitorParserTest {

  private static final String SECRET = "Sup3rS3cr3t";

  @TempDir Path directory;

  private WebsiteSettings load(String website, String site, Map<String, String> environment)
      throws ConfigurationException, IOException {
    String text =
        """
        {'localDirectories': ['%s'], 'tableMapping': {'t': 'file:%s/t'},
         'website': {%s 'sites': {'docs': {'place': 'file:%s/site' %s}}}}
        """
            .formatted(directory, directory, website, directory, site);
    Path file = directory.resolve("config.json");
    Files.writeString(file, text.replace('\'', '"'));
    return ConfigurationLoader.load(file.toString(), environment, directory)
        .website()
        .orElseThrow();
  }

  private VisitSettings visits(String visitors) throws ConfigurationException, IOException {
    return load("'visitors': {" + visitors + "},", "", Map.of()).visitors().visits();
  }

  private String wrong(String website, String site) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> load(website, site, Map.of()))
            .getMessage());
  }

  @Test
  void nothingIsRecordedUnlessThatIsSaid() throws ConfigurationException, IOException {
    VisitSettings visits = visits("");
    assertTrue(visits.log().isEmpty() && visits.mongo().isEmpty() && visits.influx().isEmpty());
    assertFalse(visits.anonymous());
    assertEquals(10_000, visits.queue().capacity());
  }

  @Test
  void allSinksHaveTheirSettings() throws ConfigurationException, IOException {
    VisitSettings visits =
        visits(
            """
            'log': {'file': 'visits.jsonl', 'maxFileMegabytes': 1, 'maxFiles': 3},
            'mongo': {'uri': 'mongodb://u:Sup3rS3cr3t@host', 'collection': 'visit'},
            'influx': {'uri': 'https://db/', 'org': 'a b', 'bucket': 'c&d',
                       'token': 'Sup3rS3cr3t', 'tags': {'instance': 'one'}},
            'queue': 5, 'anonymizeAddresses': true
            """);
    assertEquals(directory.resolve("visits.jsonl"), visits.log().orElseThrow().file());
    assertEquals("metrics", visits.mongo().orElseThrow().database());
    assertEquals("visit", visits.mongo().orElseThrow().collection());
    InfluxSettings influx = visits.influx().orElseThrow();
    LineTarget.Http http = (LineTarget.Http) influx.target();
    assertEquals(
        "https://db/api/v2/write?precision=ns&org=a+b&bucket=c%26d", http.uri().toString());
    assertEquals(Optional.of("Token " + SECRET), http.authorization());
    assertEquals(Map.of("instance", "one"), influx.tags());
    assertEquals(5, visits.queue().capacity());
    assertTrue(visits.anonymous());
    assertFalse(visits.toString().contains(SECRET), visits.toString());
  }

  @Test
  void theFirstFormOfWritingAndSocketsAreUnderstood() throws ConfigurationException, IOException {
    LineTarget first =
        visits("'influx': {'uri': 'http://db:8086', 'database': 'm', 'user': 'u', 'password': 'p'}")
            .influx()
            .orElseThrow()
            .target();
    LineTarget.Http http = (LineTarget.Http) first;
    assertEquals("http://db:8086/write?precision=ns&db=m", http.uri().toString());
    assertEquals(Optional.of("Basic dTpw"), http.authorization());
    assertEquals(
        new LineTarget.Tcp("db", 8282),
        visits("'influx': {'uri': 'tcp://db:8282'}").influx().orElseThrow().target());
  }

  @Test
  void secretsMayComeFromTheEnvironment() throws ConfigurationException, IOException {
    VisitSettings visits =
        load(
                "",
                "",
                Map.of("PROXY_WEBSITE__VISITORS__MONGO__URI", "mongodb://u:" + SECRET + "@host"))
            .visitors()
            .visits();
    assertEquals("mongodb://u:" + SECRET + "@host", visits.mongo().orElseThrow().uri());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'log': {} | visitors.log.file: is missing",
        "'mongo': {} | visitors.mongo.uri: is missing",
        "'mongo': {'uri': 'http://u:Sup3rS3cr3t@host'} | mongo.uri: must be a connection string",
        "'mongo': {'uri': 'mongodb://h', 'database': 'a.b'} | mongo.database: must be 1 to 63",
        "'influx': {'tags': {}} | visitors.influx.uri: is missing",
        "'influx': {'uri': 'udp://h:1'} | influx.uri: must be like",
        "'influx': {'uri': 'tcp://h'} | influx.uri: must have a port",
        "'influx': {'uri': 'http://u:Sup3rS3cr3t@h', 'database': 'm'} | influx.uri: must be like",
        "'influx': {'uri': 'http://h'} | influx.database: http needs either",
        "'influx': {'uri': 'http://h', 'org': 'o'} | influx.database: http needs either",
        "'influx': {'uri': 'tcp://h:1', 'database': 'm'} | tcp needs none",
        "'influx': {'uri': 'tcp://h:1', 'token': 'Sup3rS3cr3t'} | tcp has no token",
        "'influx': {'uri': 'http://h', 'database': 'm', 'token': 'Sup3rS3cr3t é'} | influx.token",
        "'influx': {'uri': 'http://h', 'database': 'm', 'user': 'u'} | goes with password",
        "'queue': 0 | visitors.queue: must be a whole number",
        "'sink': {} | visitors.sink: is not a known key",
      })
  void whatIsWrongIsSaidWithoutSecrets(String visitors, String said) {
    String message = wrong("'visitors': {" + visitors + "},", "");
    assertTrue(message.contains(said), message);
    assertFalse(message.contains(SECRET), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'allowAddresses': ['10.0.0.1/8'] | docs.allowAddresses[0]: has address bits",
        "'denyAddresses': ['example.com'] | docs.denyAddresses[0]: must be an address",
        "'allowAddresses': [] | allowAddresses: must name an address",
        "'allowCountries': ['DE'] | allowCountries: needs website.geo.database",
        "'allowCountries': ['Germany'] | allowCountries[0]: must be two capital letters",
        "'allowCountries': [] | allowCountries: must name a country",
      })
  void rulesThatMeanNothingAreRefused(String site, String said) {
    String message = wrong("", ", " + site);
    assertTrue(message.contains(said), message);
  }
}
