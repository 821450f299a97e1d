package io.deltas3proxy.s3.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.s3.protocol.ListingResult.VisibleObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class S3DocumentsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a<b>&\"'",
        "]]>",
        "line\r\nfeed\ttab",
        "\u0001\u0008\u000b\u001f",
        "\ufffe\uffff",
        "\ud83d\udc2c",
        "\ud83d alone",
        "<script>alert(1)</script>",
        "\u0085\u2028"
      })
  void everyKeyGivesAWellFormedDocument(String key) throws Exception {
    String read = textOf(listing(key, false), "Key");
    assertEquals(
        key.replaceAll("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]", "\ufffd")
            .replace("\ud83d alone", "\ufffd alone"),
        read);
  }

  @ParameterizedTest
  @CsvSource({
    "a b,       a%20b",
    "a+b,       a%2Bb",
    "a/b=c,     a/b%3Dc",
    "é%2F,      %C3%A9%252F",
    "🐬,        %F0%9F%90%AC",
    "-_.~,      -_.~"
  })
  void keysAreEncodedOnDemand(String key, String encoded) throws Exception {
    assertEquals(encoded, textOf(listing(key, true), "Key"));
    assertEquals(key, PercentCoding.decodeQuery(encoded));
  }

  @Test
  void controlCharactersSurviveWhenEncoded() throws Exception {
    assertEquals("%01%0D%0A", textOf(listing("\u0001\r\n", true), "Key"));
  }

  @Test
  void anErrorNamesCodeMessageResourceAndRequest() throws Exception {
    byte[] xml =
        S3Documents.error(
            new S3Exception(S3ErrorCode.ACCESS_DENIED), "/lake/<img src=x>", "ID", "HOST");
    assertEquals("AccessDenied", textOf(xml, "Code"));
    assertEquals("Access Denied", textOf(xml, "Message"));
    assertEquals("/lake/<img src=x>", textOf(xml, "Resource"));
    assertEquals("ID", textOf(xml, "RequestId"));
    assertFalse(new String(xml, StandardCharsets.UTF_8).contains("<img"));
  }

  @Test
  void theOldestRegionIsWrittenAsNothing() throws Exception {
    assertEquals("", textOf(S3Documents.location("us-east-1"), "LocationConstraint"));
    assertEquals("eu-west-1", textOf(S3Documents.location("eu-west-1"), "LocationConstraint"));
  }

  @Test
  void aPageWithoutSuccessorIsNotTruncated() throws Exception {
    assertEquals("false", textOf(listing("k", false), "IsTruncated"));
    assertTrue(new String(listing("k", false), StandardCharsets.UTF_8).contains("<Owner>"));
  }

  private static byte[] listing(String key, boolean urlEncoded) {
    return S3Documents.listing(
        new S3Command.ListObjects("lake", new ListingQuery("", null, 10, urlEncoded), null),
        new ListingResult(
            List.of(new VisibleObject(key, 1, "\"e\"", Instant.EPOCH, "STANDARD")), List.of()),
        null);
  }

  private static String textOf(byte[] xml, String element) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml));
    return document.getElementsByTagName(element).item(0).getTextContent();
  }
}
