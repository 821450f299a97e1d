package io.deltas3proxy.website;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedCodingsTest {

  private static String preferred(String header) {
    return AcceptedCodings.of(header).preferred().stream()
        .map(ContentCoding::token)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "gzip, gzip",
        "\"gzip, deflate, br, zstd\", br zstd gzip",
        "\"br;q=0.5, gzip;q=0.8\", gzip br",
        "\"gzip;q=0, *\", br zstd",
        "*, br zstd gzip",
        "*;q=0, \"\"",
        "identity, \"\"",
        "\"identity;q=1, gzip;q=0.5\", \"\"",
        "\"identity;q=0.5, gzip\", gzip",
        "x-gzip, gzip",
        "\"GZIP ; Q=1\", gzip",
        "deflate, \"\"",
        "gzip;q=0.000, \"\"",
        "gzip;q=2, \"\"",
        "gzip;q=, \"\"",
        "\"gzip;q=1;x=y\", gzip",
        "\",,\", \"\"",
      })
  void whatIsWantedMostComesFirst(String header, String expected) {
    assertEquals(expected, preferred(header));
  }

  @Test
  void withoutTheHeaderNothingIsCoded() {
    assertEquals(AcceptedCodings.NONE, AcceptedCodings.of(null));
    assertEquals(AcceptedCodings.NONE, AcceptedCodings.of("gzip," + " ".repeat(1000)));
  }
}
