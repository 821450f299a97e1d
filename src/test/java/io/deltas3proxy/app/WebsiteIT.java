package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Websites of the whole product, over local directories. */
class WebsiteIT {

  private static final String WWW = "Host: www.example.com";
  private static final String STRICT = "Host: strict.example.com";

  @TempDir private static Path directory;

  private static Product product;
  private static RawHttp http;

  @BeforeAll
  static void start() throws IOException {
    write("lake/www/index.html", "<h1>Welcome</h1>");
    write("lake/www/404.html", "<h1>Lost</h1>");
    write("lake/www/photos/index.html", "<h1>Photos</h1>");
    write("lake/www/a b+ä.txt", "odd");
    write("lake/www/data.txt", "0123456789");
    write("lake/other/secret.txt", "of another site");
    write("lake/www-private/secret.txt", "a prefix that begins alike");
    write("lake/table/_delta_log/00000000000000000000.json", "{\"commitInfo\":{}}");
    write("lake/secret.txt", "of nobody");
    product =
        Product.start(
            directory,
            """
            "localDirectories":["lake"],
            "website":{"sites":{
              "www":{"hosts":["www.example.com"],"place":"file:lake/www",
                "errorDocument":"404.html","hsts":{},
                "headers":{"X-Robots-Tag":"noindex"},
                "contentSecurityPolicy":"default-src 'self'",
                "cors":{"origins":["https://app.example.com"]},
                "routingRules":[
                  {"condition":{"keyPrefixEquals":"old/"},
                   "redirect":{"replaceKeyPrefixWith":"photos/","httpRedirectCode":302}},
                  {"condition":{"keyPrefixEquals":"gone/","httpErrorCodeReturnedEquals":404},
                   "redirect":{"hostName":"archive.example.com","protocol":"https"}}]},
              "strict":{"hosts":["strict.example.com"],"place":"file:lake/other",
                "rejectQueryStrings":true},
              "moved":{"hosts":["example.com"],"place":"file:lake/other",
                "redirectAllTo":{"hostName":"www.example.com","protocol":"https"}},
              "docs":{"path":"/docs","place":"file:lake/www/photos","listing":true}
            }}
            """);
    http = product.http();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  private static void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aSlashMeansTheIndex() {
    Answer answer = http.get("/", WWW);
    assertEquals(200, answer.status());
    assertEquals("<h1>Welcome</h1>", answer.text());
    assertEquals(Optional.of("text/html;charset=utf-8"), type(answer));
    assertEquals("<h1>Photos</h1>", http.get("/photos/", WWW).text());
  }

  private static Optional<String> type(Answer answer) {
    return answer.header("Content-Type").map(type -> type.replace(" ", ""));
  }

  @Test
  void everyAnswerSaysWhatCachesAndBrowsersNeed() {
    Answer answer = http.get("/data.txt", WWW);
    assertEquals(Optional.of("10"), answer.header("Content-Length"));
    assertEquals(Optional.of("max-age=300"), answer.header("Cache-Control"));
    assertEquals(Optional.of("bytes"), answer.header("Accept-Ranges"));
    assertEquals(Optional.of("nosniff"), answer.header("X-Content-Type-Options"));
    assertEquals(Optional.of("SAMEORIGIN"), answer.header("X-Frame-Options"));
    assertEquals(Optional.of("max-age=31536000"), answer.header("Strict-Transport-Security"));
    assertEquals(Optional.of("noindex"), answer.header("X-Robots-Tag"));
    for (String name : new String[] {"ETag", "Last-Modified", "Expires", "Referrer-Policy"}) {
      assertTrue(answer.header(name).isPresent(), name);
    }
    Answer head = http.send("HEAD", "/data.txt", WWW);
    assertEquals(200, head.status());
    assertEquals("", head.text());
    for (String name : new String[] {"Content-Length", "ETag", "Last-Modified", "Content-Type"}) {
      assertEquals(answer.header(name), head.header(name), name);
    }
  }

  @Test
  void whatTheVisitorHasIsNotSentAgain() {
    Answer answer = http.get("/data.txt", WWW);
    String eTag = answer.header("ETag").orElseThrow();
    Answer byTag = http.get("/data.txt", WWW, "If-None-Match: " + eTag);
    assertEquals(304, byTag.status());
    assertEquals("", byTag.text());
    assertEquals(Optional.of(eTag), byTag.header("ETag"));
    assertEquals(Optional.empty(), byTag.header("Content-Type"));
    assertEquals(
        Optional.of("default-src 'self'"),
        byTag.header("Content-Security-Policy"),
        "a policy is for who has the page, too");
    String modified = answer.header("Last-Modified").orElseThrow();
    assertEquals(304, http.get("/data.txt", WWW, "If-Modified-Since: " + modified).status());
    String longAgo = "Thu, 01 Jan 1970 00:00:00 GMT";
    assertEquals(200, http.get("/data.txt", WWW, "If-Modified-Since: " + longAgo).status());
    assertEquals(200, http.get("/data.txt", WWW, "If-None-Match: \"other\"").status());
    assertEquals(412, http.get("/data.txt", WWW, "If-Match: \"other\"").status());
    assertEquals(412, http.get("/data.txt", WWW, "If-Unmodified-Since: " + longAgo).status());
  }

  @Test
  void rangesAreGiven() {
    Answer part = http.get("/data.txt", WWW, "Range: bytes=2-4");
    assertEquals(206, part.status());
    assertEquals("234", part.text());
    assertEquals(Optional.of("bytes 2-4/10"), part.header("Content-Range"));
    Answer beyond = http.get("/data.txt", WWW, "Range: bytes=10-");
    assertEquals(416, beyond.status());
    assertEquals(Optional.of("bytes */10"), beyond.header("Content-Range"));
    String eTag = part.header("ETag").orElseThrow();
    assertEquals(206, http.get("/data.txt", WWW, "Range: bytes=0-0", "If-Range: " + eTag).status());
    assertEquals(200, http.get("/data.txt", WWW, "Range: bytes=0-0", "If-Range: \"old\"").status());
  }

  @Test
  void aHeadHasNoPart() {
    Answer head = http.send("HEAD", "/data.txt", WWW, "Range: bytes=2-4");
    assertEquals(200, head.status());
    assertEquals(Optional.of("10"), head.header("Content-Length"));
    assertEquals(Optional.empty(), head.header("Content-Range"));
  }

  @Test
  void whatTheSiteSaysOfItselfIsInItsErrorsAndRedirectsToo() {
    for (String path : new String[] {"/old/x.jpg", "/photos"}) {
      Answer answer = http.get(path, WWW);
      assertTrue(answer.status() >= 300, path);
      assertEquals(
          Optional.of("max-age=31536000"), answer.header("Strict-Transport-Security"), path);
    }
    assertEquals(Optional.of("noindex"), http.send("POST", "/", WWW).header("X-Robots-Tag"));
  }

  @Test
  void aNameThatIsTooLongIsNotThere() {
    assertEquals(404, http.get("/" + "x".repeat(300), WWW).status());
    assertEquals(404, http.get("/" + "%C3%BC".repeat(600), WWW).status());
    assertEquals(404, http.get("/index.html/x", WWW).status());
    assertEquals(404, http.get("/a//b", WWW).status());
  }

  @Test
  void namesAreDecodedOnce() {
    assertEquals("odd", http.get("/a%20b+%C3%A4.txt", WWW).text());
    assertEquals("0123456789", http.get("/%64ata.txt", WWW).text());
    assertEquals(404, http.get("/%2564ata.txt", WWW).status());
  }

  @Test
  void whatIsNotThereIsTheErrorDocument() {
    Answer answer = http.get("/nothing", WWW);
    assertEquals(404, answer.status());
    assertEquals("<h1>Lost</h1>", answer.text());
    assertEquals(Optional.of("no-cache"), answer.header("Cache-Control"));
    assertEquals(Optional.empty(), answer.header("Expires"));
    Answer head = http.send("HEAD", "/nothing", WWW);
    assertEquals(404, head.status());
    assertEquals("", head.text());
    Answer plain = http.get("/nothing", STRICT);
    assertEquals(404, plain.status());
    assertTrue(plain.text().contains("404 Not Found"), plain.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void nothingIsChanged(String method) {
    Answer answer = http.send(method, "/index.html", WWW);
    assertEquals(405, answer.status());
    assertEquals(Optional.of("GET, HEAD, OPTIONS"), answer.header("Allow"));
  }

  @Test
  void optionsTellWhoMayReadWhat() {
    Answer answer = http.send("OPTIONS", "/", WWW, "Origin: https://app.example.com");
    assertEquals(204, answer.status());
    assertEquals(
        Optional.of("https://app.example.com"), answer.header("Access-Control-Allow-Origin"));
    assertEquals(Optional.of("GET, HEAD, OPTIONS"), answer.header("Access-Control-Allow-Methods"));
    Answer stranger = http.get("/", WWW, "Origin: https://evil.example.com");
    assertEquals(Optional.empty(), stranger.header("Access-Control-Allow-Origin"));
    Answer closed = http.send("OPTIONS", "/", STRICT, "Origin: https://evil.example.com");
    assertEquals(
        Optional.of("http://strict.example.com"), closed.header("Access-Control-Allow-Origin"));
  }

  @Test
  void queriesAreRefusedWhereTheSiteSaysSo() {
    assertEquals(400, http.get("/secret.txt?a=b", STRICT).status());
    assertEquals(200, http.get("/secret.txt", STRICT).status());
    assertEquals(200, http.get("/data.txt?a=b", WWW).status());
  }

  @Test
  void rulesLeadElsewhere() {
    Answer old = http.get("/old/x.jpg", WWW);
    assertEquals(302, old.status());
    assertEquals(Optional.of("/photos/x.jpg"), old.header("Location"));
    Answer gone = http.get("/gone/x.jpg", WWW);
    assertEquals(301, gone.status());
    assertEquals(Optional.of("https://archive.example.com/gone/x.jpg"), gone.header("Location"));
    Answer moved = http.get("/any/thing", "Host: example.com");
    assertEquals(301, moved.status());
    assertEquals(Optional.of("https://www.example.com/any/thing"), moved.header("Location"));
  }

  @Test
  void aDirectoryGetsItsSlash() {
    Answer answer = http.get("/photos", WWW);
    assertEquals(302, answer.status());
    assertEquals(Optional.of("/photos/"), answer.header("Location"));
    assertEquals(Optional.of("/docs/"), http.get("/docs").header("Location"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../other/secret.txt",
        "/%2e%2e/other/secret.txt",
        "/photos/../../other/secret.txt",
        "/photos/%2e%2E%2f..%2Fsecret.txt",
        "/..%5cother/secret.txt",
        "/./index.html",
        "/..;/other/secret.txt",
        "/%00",
        "/%zz",
        "/%ff.txt",
      })
  void pathsThatLeadOutAreRefused(String target) {
    Answer answer = http.get(target, WWW);
    assertEquals(400, answer.status(), target);
    assertFalse(answer.everything().contains("secret"), target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%252e%252e/other/secret.txt",
        "//other/secret.txt",
        "/-private/secret.txt",
        "/lake/secret.txt",
        "/table/_delta_log/00000000000000000000.json",
        "/_delta_log/00000000000000000000.json",
        "/_proxy/index.html",
        "/photos/_proxy",
      })
  void nothingOutsideOfThePlaceIsThere(String target) {
    Answer answer = http.get(target, WWW);
    assertEquals(404, answer.status(), target);
    assertFalse(answer.text().contains("nobody"), target);
    assertFalse(answer.everything().contains(directory.toString()), target);
  }

  @Test
  void otherHostsHaveTheOtherEndpoints() {
    assertEquals(200, http.get("/docs/").status());
    assertEquals("<h1>Photos</h1>", http.get("/docs/index.html").text());
    assertEquals(404, http.get("/docs-private/secret.txt").status());
    assertEquals(200, http.get("/health/live").status());
    assertTrue(http.get("/datalake").text().contains("<ListBucketResult"));
  }
}
