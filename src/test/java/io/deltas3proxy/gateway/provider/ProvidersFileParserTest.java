package io.deltas3proxy.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.gateway.Backend.Capabilities;
import io.deltas3proxy.gateway.Location;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvidersFileParserTest {

  private static final String TITLES =
      "Country,Region/City,Zone_Code,Provider,Endpoint,S3_Compatible,Object_Lock,Versioning,"
          + "ISO_27001_GDPR,Veeam_Ready,Notes\n";

  private static final String GOOD =
      "Finland,Helsinki,FI-HEL-ST-1,Spacetime,hel1.example.com,Yes,Yes,no,Unknown,No,\"a, b\"\n";

  @Test
  void aRowIsReadWithAllItSays() throws ProviderFilesException {
    Provider provider = ProvidersFileParser.parse("p.csv", TITLES + GOOD).getFirst();
    assertEquals(
        List.of(
            "Finland",
            "Helsinki",
            "FI-HEL-ST-1",
            "Spacetime",
            "hel1.example.com",
            "Yes",
            "Yes",
            "No",
            "Unknown",
            "No",
            "a, b"),
        Arrays.stream(ProviderColumn.values()).map(column -> column.of(provider)).toList());
  }

  @Test
  void whatIsUnknownIsNothingToCountOn() throws ProviderFilesException {
    assertEquals(
        new Capabilities(true, false, false),
        ProvidersFileParser.parse("p.csv", TITLES + GOOD).getFirst().capabilities());
  }

  @Test
  void titlesMayBeInAnyOrderAndEmptyLinesAnywhere() throws ProviderFilesException {
    String turned =
        "\uFEFF\nNotes,Country,Region/City,Zone_Code,Provider,Endpoint,S3_Compatible,Object_Lock,"
            + "Versioning,ISO_27001_GDPR,Veeam_Ready\r\n\r\n"
            + "n,Germany,Frankfurt,de-fra-1,P,,Yes,No,No,Yes,Unknown\r\n\r\n";
    Provider provider = ProvidersFileParser.parse("p.csv", turned).getFirst();
    assertEquals(new Location("DE-FRA-1"), provider.place().zone());
    assertEquals("n", provider.notes());
  }

  @Test
  void everyWrongRowIsNamedWithLineAndColumn() {
    String wrong =
        TITLES
            + GOOD
            + "Finland,Helsinki,FI-HEL-UC-1,\"Up\ncloud\",x,Maybe,Yes,Yes,Yes,Yes,n\n"
            + ",Helsinki,FI HEL,Hetzner,x,Yes,Yes,Yes,Yes,Yes,n\n"
            + "Finland,Helsinki\n"
            + "Finland,Helsinki,fi-hel-st-1,Other,x,Yes,Yes,Yes,Yes,Yes,n\n";
    assertEquals(
        List.of(
            "p.csv, line 3, column 6: S3_Compatible must be Yes, No or Unknown, not \"Maybe\"",
            "p.csv, line 5, column 3: Zone_Code must be a zone such as FI-HEL-ST-1",
            "p.csv, line 5, column 1: Country must not be empty",
            "p.csv, line 6, column 3: the row has 2 fields, the titles are 11",
            "p.csv, line 7, column 3: Zone_Code FI-HEL-ST-1 is the zone of line 2 already"),
        problems(wrong));
  }

  @Test
  void wrongTitlesAreNamed() {
    assertEquals(
        List.of(
            "p.csv, line 1, column 11: there is no column of this title; there are Country,"
                + " Region/City, Zone_Code, Provider, Endpoint, S3_Compatible, Object_Lock,"
                + " Versioning, ISO_27001_GDPR, Veeam_Ready, Notes",
            "p.csv, line 1: the column Notes is missing"),
        problems(TITLES.replace("Notes", "Remarks") + GOOD));
    assertEquals(List.of("p.csv: has no line of titles"), problems("\n\n"));
  }

  @Test
  void controlCharactersAreNamed() {
    assertEquals(
        List.of("p.csv, line 2, column 4: must not have control characters"),
        problems(TITLES + GOOD.replace("Spacetime", "Space\0time")));
  }

  @Test
  void aQuoteThatIsNotClosedIsNamed() {
    assertEquals(
        List.of("p.csv, line 3: quotes do not fit together"),
        problems(TITLES + GOOD + "Finland,\"Helsinki,FI-HEL-UC-1\n"));
  }

  private static List<String> problems(String text) {
    ProviderFilesException failure =
        assertThrows(ProviderFilesException.class, () -> ProvidersFileParser.parse("p.csv", text));
    return failure.problems().stream().map(FileProblem::toString).toList();
  }
}
