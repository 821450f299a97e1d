package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A website is the same in every server, and shows nothing but its place. */
abstract class WebsiteContract extends SignatureContract {

  /** What stands beside the place of the site; no answer has it. */
  static final String BESIDE = "beside the site";

  private static final List<String> UGLY =
      List.of(
          "/docs/../secret.txt",
          "/docs/%2e%2e/secret.txt",
          "/docs/%2e%2e%2fsecret.txt",
          "/docs/..%2fsecret.txt",
          "/docs/..%5csecret.txt",
          "/docs/..;/secret.txt",
          "/docs/%252e%252e/secret.txt",
          "/docs//secret.txt",
          "/docs/%2Fsecret.txt",
          "/docs-private/secret.txt",
          "/docs/x/../../secret.txt",
          "/docs/%00",
          "/docs/%ff",
          "/docs/%zz",
          "/docs/WEB-INF/web.xml",
          "/docs/_proxy/x");

  private RawAnswer visit(String method, String target, String... headers) throws IOException {
    return raw().sendUnsigned(method, target, headers);
  }

  @Test
  void aSiteIsServedWithoutASignature() throws IOException {
    RawAnswer answer = visit("GET", "/docs/");
    assertEquals(200, answer.status(), answer::all);
    assertEquals("<h1>Documents</h1>", answer.text());
    assertTrue(answer.header("Content-Type").orElse("").startsWith("text/html"), answer::all);
    assertEquals(Optional.of("max-age=300"), answer.header("Cache-Control"));
    assertEquals(Optional.of("nosniff"), answer.header("X-Content-Type-Options"));
    String eTag = answer.header("ETag").orElseThrow();
    assertEquals(304, visit("GET", "/docs/", "If-None-Match: " + eTag).status());
    RawAnswer head = visit("HEAD", "/docs/index.html");
    assertEquals(200, head.status());
    assertEquals(Optional.of("18"), head.header("Content-Length"));
    RawAnswer part = visit("GET", "/docs/", "Range: bytes=1-2");
    assertEquals(206, part.status());
    assertEquals("h1", part.text());
    assertEquals(Optional.of("/docs/"), visit("GET", "/docs").header("Location"));
    assertEquals("odd", visit("GET", "/docs/a%20b%2B%3B%C3%A4.txt").text());
    assertEquals("odd", visit("GET", "/docs/a%20b+;%C3%A4.txt").text());
  }

  @Test
  void aSiteIsOnlyRead() throws IOException {
    for (String method : List.of("POST", "PUT", "DELETE")) {
      RawAnswer answer = visit(method, "/docs/index.html", "Content-Length: 0");
      assertEquals(405, answer.status(), answer::all);
      assertSaysNothing(answer);
    }
    RawAnswer options = visit("OPTIONS", "/docs/");
    assertEquals(204, options.status(), options::all);
  }

  @Test
  void nothingBesideASiteIsShown() throws IOException {
    for (String target : UGLY) {
      RawAnswer answer = visit("GET", target);
      assertTrue(answer.status() >= 400 && answer.status() < 500, () -> target + answer.all());
      assertFalse(answer.all().contains(BESIDE), target);
    }
    assertEquals(404, visit("GET", "/docs/nothing").status());
    assertSaysNothing(visit("GET", "/docs/nothing"));
  }

  @Test
  void nobodyClearsTheCacheWithoutAKey() throws IOException {
    String clear = "/_proxy/_private/_cache/clear";
    assertEquals(403, visit("GET", clear).status());
    assertEquals(403, visit("DELETE", clear, "Authorization: Bearer x").status());
  }
}
