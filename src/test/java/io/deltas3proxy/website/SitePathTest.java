package io.deltas3proxy.website;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitePathTest {

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/a/b.html, /a/b.html",
    "/a%20b, '/a b'",
    "/a+b, /a+b",
    "/%C3%A4, /ä",
    "/%252e%252e/x, /%2e%2e/x",
    "/a%2Fb, /a/b",
    "//x, //x",
    "/.well-known/x, /.well-known/x",
    "/a..b/.c., /a..b/.c.",
    "/..., /...",
  })
  void aPathIsDecodedOnce(String raw, String decoded) {
    assertEquals(Optional.of(decoded), SitePath.decode(raw));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "*",
        "http://host/",
        "/..",
        "/.",
        "/a/..",
        "/../a",
        "/a/./b",
        "/%2e%2e/a",
        "/.%2E",
        "/a%2f..%2fb",
        "/a\\..\\b",
        "/%5c..%5c",
        "/a%5C%2E%2E",
        "/%",
        "/%2",
        "/%zz",
        "/%2g",
        "/%00",
        "/%0d%0a",
        "/%7f",
        "/a b",
        "/ä",
        "/%ff",
        "/%c0%ae",
        "/%ed%a0%80",
      })
  void whatIsNoPathIsRefused(String raw) {
    assertEquals(Optional.empty(), SitePath.decode(raw));
  }

  @Test
  void aLocationHasNothingThatMeansSomethingElse() {
    assertEquals("/a%0D%0Ab%3Fc%23d%25%22%3C%C3%A4", SitePath.encode("/a\r\nb?c#d%\"<ä"));
    assertEquals("/a-b_c.d~e/!$&'()*+,;=:@", SitePath.encode("/a-b_c.d~e/!$&'()*+,;=:@"));
  }
}
