package io.deltas3proxy.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.Location;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsFileParserTest {

  private static final String MAP =
      """
      {
        "spacetime": {
          "provider": "Spacetime",
          "zone_code": "FI-HEL-ST-1",
          "region": "FI-HEL",
          "endpoint": "https://hel1.example.com",
          "access_key": "the-access-key",
          "secret_key": "the-secret-key",
          "is_primary": true,
          "enabled": true
        }
      }
      """;

  private static final String LIST =
      """
      {
        "backends": [
          {
            "name": "spacetime",
            "provider": "Spacetime",
            "zone_code": "fi-hel-st-1",
            "region": "FI-HEL",
            "endpoint_url": "https://hel1.example.com",
            "access_key": "the-access-key",
            "secret_key": "the-secret-key",
            "enabled": true,
            "is_primary": true
          }
        ],
        "replication": {
          "enabled": true,
          "required_replicas": 3,
          "async_upload": false,
          "verify_uploads": false
        }
      }
      """;

  @Test
  void bothShapesSayTheSame() throws ProviderFilesException {
    List<ConfiguredBackend> fromMap = parse(MAP).backends();
    assertEquals(fromMap, parse(LIST).backends());
    ConfiguredBackend backend = fromMap.getFirst();
    assertEquals("spacetime", backend.name());
    assertEquals(new Location("FI-HEL-ST-1"), backend.zone());
    assertEquals(URI.create("https://hel1.example.com"), backend.connection().endpoint());
    assertEquals("the-secret-key", backend.connection().secrets().secretKey());
    assertEquals("us-east-1", backend.connection().signingRegion());
  }

  @Test
  void theBlockOnReplicationIsRead() throws ProviderFilesException {
    assertEquals(new ReplicationDefaults(true, 3, false, false), parse(LIST).replication());
    assertEquals(ReplicationDefaults.NONE, parse(MAP).replication());
  }

  @Test
  void whereReplicationIsOffNothingIsReplicatedByItself() throws ProviderFilesException {
    ReplicationDefaults on = parse(LIST).replication();
    assertEquals(3, on.usualReplicas());
    assertTrue(on.isSynchronous());
    ReplicationDefaults off =
        parse(LIST.replace("{\n    \"enabled\": true", "{\n    \"enabled\": false")).replication();
    assertFalse(off.enabled());
    assertEquals(1, off.usualReplicas());
    assertFalse(off.isSynchronous());
    assertEquals(1, ReplicationDefaults.NONE.usualReplicas());
  }

  @Test
  void aBackendShowsNoSecret() throws ProviderFilesException {
    String shown = parse(MAP).backends().toString();
    assertFalse(shown.contains("the-secret-key"), shown);
    assertFalse(shown.contains("the-access-key"), shown);
  }

  @Test
  void everythingThatIsWrongIsNamedWithItsPlaceAndWithoutSecrets() {
    String wrong =
        MAP.replace("\"provider\": \"Spacetime\"", "\"provder\": \"Spacetime\"")
            .replace("\"FI-HEL-ST-1\"", "\"FI HEL\"")
            .replace("https://hel1", "https://user:pass@hel1")
            .replace("\"the-secret-key\"", "[\"the-secret-key\"]")
            .replace("\"enabled\": true", "\"enabled\": \"yes\"");
    assertEquals(
        List.of(
            "b.json, line 2, column 16: \"provider\" is missing",
            "b.json, line 4, column 18: \"zone_code\": not a country, region or zone: FI HEL",
            "b.json, line 6, column 17: \"endpoint\": must not have a user, a query or a fragment",
            "b.json, line 8, column 19: \"secret_key\" must be a text, not a list",
            "b.json, line 10, column 16: \"enabled\" must be true or false, not a text",
            "b.json, line 3, column 5: \"provder\" is not a known key; there are access_key,"
                + " allow_private_endpoint, draining, enabled, endpoint, endpoint_url, is_primary,"
                + " path_style, provider, region, secret_key, signing_region, zone_code"),
        problems(wrong, KnownProviders.NONE));
  }

  @Test
  void textThatIsNoJsonIsNamedByItsPlaceAlone() {
    assertEquals(
        List.of("b.json, line 7, column 19: is not valid JSON"),
        problems(MAP.replace("\"the-access-key\"", "the-access-key"), KnownProviders.NONE));
    assertEquals(
        List.of("b.json, line 5, column 4: has a key twice in one object"),
        problems("{\"a\": 1,\n\n\n\n\"a\": 2}", KnownProviders.NONE));
    assertEquals(List.of("b.json: is empty"), problems("  ", KnownProviders.NONE));
    assertEquals(
        List.of("b.json, line 1, column 1: must be an object, not a list"),
        problems("[]", KnownProviders.NONE));
  }

  @Test
  void controlCharactersAreNamed() {
    assertEquals(
        List.of("b.json, line 3, column 17: \"provider\" must not have control characters"),
        problems(
            MAP.replace("\"provider\": \"Spacetime", "\"provider\": \"Space\\u0000"),
            KnownProviders.NONE));
  }

  @Test
  void namesAndZonesAreUnique() {
    String element = LIST.substring(LIST.indexOf("    {"), LIST.indexOf("\n  ]"));
    String twice = LIST.replace(element, element + ",\n" + element);
    assertEquals(
        List.of(
            "b.json, line 15, column 15: \"spacetime\" is the name of line 4 already",
            "b.json, line 17, column 20: FI-HEL-ST-1 is the zone of \"spacetime\" already"),
        problems(twice, KnownProviders.NONE));
  }

  @Test
  void aZoneLiesInItsRegion() {
    assertEquals(
        List.of("b.json, line 5, column 15: FI-HEL-ST-1 does not lie in DE-FRA"),
        problems(MAP.replace("\"FI-HEL\"", "\"DE-FRA\""), KnownProviders.NONE));
  }

  @Test
  void aBackendOfAProviderThatNobodyDescribesIsWrong() throws ProviderFilesException {
    String row = "Finland,Helsinki,%s,%s,x,Yes,Yes,Yes,Yes,Yes,n\n";
    String titles =
        "Country,Region/City,Zone_Code,Provider,Endpoint,S3_Compatible,Object_Lock,Versioning,"
            + "ISO_27001_GDPR,Veeam_Ready,Notes\n";
    KnownProviders other =
        new KnownProviders(
            "p.csv",
            ProvidersFileParser.parse("p.csv", titles + row.formatted("FI-HEL-ST-1", "Upcloud")));
    KnownProviders elsewhere =
        new KnownProviders(
            "p.csv",
            ProvidersFileParser.parse("p.csv", titles + row.formatted("FI-HEL-ST-2", "Spacetime")));
    assertEquals(
        List.of(
            "b.json, line 3, column 17: the zone FI-HEL-ST-1 is of \"Upcloud\" in p.csv, not of"
                + " \"Spacetime\""),
        problems(MAP, other));
    assertEquals(
        List.of(
            "b.json, line 3, column 17: the provider \"Spacetime\" has no row for the zone"
                + " FI-HEL-ST-1 in p.csv"),
        problems(MAP, elsewhere));
  }

  private static BackendsFile parse(String text) throws ProviderFilesException {
    return BackendsFileParser.parse("b.json", text, KnownProviders.NONE);
  }

  private static List<String> problems(String text, KnownProviders known) {
    ProviderFilesException failure =
        assertThrows(
            ProviderFilesException.class, () -> BackendsFileParser.parse("b.json", text, known));
    return failure.problems().stream().map(FileProblem::toString).toList();
  }
}
