package io.deltas3proxy.website.visitor;

import static io.deltas3proxy.website.visitor.VisitSamples.FREIBURG;
import static io.deltas3proxy.website.visitor.VisitSamples.TIME;
import static io.deltas3proxy.website.visitor.VisitSamples.published;
import static io.deltas3proxy.website.visitor.VisitSamples.visit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.deltas3proxy.testing.LinePoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineProtocolTest {

  private final LineProtocol protocol = new LineProtocol("request", Map.of());

  private LinePoint point(PublishedVisit visit) {
    return LinePoint.parse(protocol.lines(List.of(visit))).getFirst();
  }

  @Test
  void aLineIsAsTheProtocolHasIt() {
    assertEquals(
        "request,country=DE,method=GET,mimeType=text/html,site=docs,status=200"
            + " size=2950i,time=431000i,compressed=true,aborted=false,id=\"0123456789ABCDEF\","
            + "ipaddress=\"203.0.113.9\",resource=\"/a\",userAgent=\"Mozilla/5.0 (X11)\","
            + "referrer=\"https://example.com/a\",city=\"Freiburg im Breisgau\","
            + "latitude=47.9959,longitude=7.85222 1772600767123456789\n",
        protocol.lines(List.of(published(visit("/a"), FREIBURG))));
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    Visit bare =
        new Visit(
            "0123456789ABCDEF",
            "docs",
            TIME,
            new Asked("BREW", "/", "unix:", null, null),
            new Answered(405, null, 0, false, 1, true));
    LinePoint point = point(published(bare, Location.UNKNOWN));
    assertEquals(Map.of("method", "other", "site", "docs", "status", "405"), point.tags());
    assertEquals(
        Map.of(
            "size",
            0L,
            "time",
            1L,
            "compressed",
            false,
            "aborted",
            true,
            "id",
            "0123456789ABCDEF",
            "ipaddress",
            "203.0.113.9",
            "resource",
            "/"),
        point.fields());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a b,c=d",
        "/\"quoted\"",
        "/back\\slash\\",
        "/\\\"",
        "/grüße/世界/\ud83d\ude00",
        "/,=\" \\,",
        "/x 1\\"
      })
  void resourcesArriveAsTheyWere(String resource) {
    assertEquals(resource, point(published(visit(resource), FREIBURG)).fields().get("resource"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\nrequest,site=evil size=1i 1\n", "\0", "\u0085", "\t"})
  void nothingThatWasSentBeginsALine(String sent) {
    String lines = protocol.lines(List.of(published(visit("/a" + sent + "b"), FREIBURG)));
    assertEquals(1, LinePoint.parse(lines).size());
    assertFalse(lines.substring(0, lines.length() - 1).chars().anyMatch(Character::isISOControl));
  }

  @Test
  void namesOfTheOperatorAreEscaped() {
    LineProtocol odd = new LineProtocol("web visits,all", Map.of("a b=c", "x, y\\", "z", "1 2"));
    LinePoint point =
        LinePoint.parse(odd.lines(List.of(published(visit("/"), FREIBURG)))).getFirst();
    assertEquals("web visits,all", point.measurement());
    assertEquals("x, y%5C", point.tags().get("a b=c"));
    assertEquals("1 2", point.tags().get("z"));
  }

  @Test
  void whatOthersChooseMakesNoEndlessSeries() {
    Visit visit = visit("/");
    Visit odd =
        new Visit(
            visit.id(),
            visit.site(),
            visit.time(),
            new Asked("QWERTZ", "/", "203.0.113.9", null, null),
            new Answered(200, "any text,that=somebody wrote", 1, false, 1, false));
    assertEquals(
        Map.of("method", "other", "site", "docs", "status", "200"),
        point(published(odd, Location.UNKNOWN)).tags());
  }
}
