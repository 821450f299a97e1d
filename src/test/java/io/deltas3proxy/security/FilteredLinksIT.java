package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.testing.Crawler;
import io.deltas3proxy.testing.KernelTableWriter;
import io.deltas3proxy.testing.Listing;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.RawHttp.Answer;
import io.deltas3proxy.testing.SignedHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** What one user of a filtered table hands to another: links, tokens and entity tags. */
class FilteredLinksIT {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String COMMIT = "/datalake/trades/_delta_log/%020d.json".formatted(1);
  private static final String LISTING = "/datalake?list-type=2&max-keys=1&prefix=trades%2F";

  @TempDir private Path directory;
  private Path table;
  private Product product;
  private long grant;

  @BeforeEach
  void start() throws IOException {
    table = Files.createDirectories(directory.resolve("lake/trades"));
    new KernelTableWriter(table).create(Map.of()).append("XLON", 1L, 2L).append("XPAR", 3L);
    product =
        Product.start(
            directory,
            "\"localDirectories\":[\"%s\"],\"tableMapping\":{\"trades\":\"file:%s\"},"
                    .formatted(directory.resolve("lake"), table)
                + "\"logView\":\"filtered\",\"getMode\":\"proxy\",\"readOnly\":false,"
                + "\"databaseEnabled\":true,\"database\":{\"uri\":\"sqlite:accounts.db\","
                + "\"secretKey\":\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\"},"
                + "\"admin\":{\"enabled\":true,\"tokens\":{\"ada\":\""
                + TOKEN
                + "\"}},\"users\":{"
                + user("alice", "")
                + ","
                + user("bob", ",\"allowedPartitions\":{\"trades\":[{\"MIC\":\"XPAR\"}]}")
                + "}");
    Answer made =
        admin(
            "POST",
            "",
            "{\"grantee\":{\"kind\":\"user\",\"name\":\"alice\"},"
                + "\"table\":\"trades\",\"rules\":[{\"MIC\":\"XLON\"}]}");
    assertEquals(201, made.status(), made::everything);
    grant = new ObjectMapper().readTree(made.text()).path("id").asLong();
    until(() -> alice().get(COMMIT).status() == 200);
  }

  @AfterEach
  void stop() {
    product.close();
  }

  private static String user(String name, String more) {
    return "\"%1$s\":{\"accessKeys\":[{\"accessKeyId\":\"%2$s\",\"secretAccessKey\":\"%3$s\"}]%4$s}"
        .formatted(name, key(name), secret(name), more);
  }

  private static String key(String name) {
    return "AKIA" + name.toUpperCase(java.util.Locale.ROOT) + "00000000001";
  }

  private static String secret(String name) {
    return name + "-example-secret-0";
  }

  private SignedHttp alice() {
    return new SignedHttp(product, AwsBasicCredentials.create(key("alice"), secret("alice")));
  }

  private SignedHttp bob() {
    return new SignedHttp(product, AwsBasicCredentials.create(key("bob"), secret("bob")));
  }

  private Answer admin(String method, String path, String body) {
    return new RawHttp(product.port())
        .exchange(
            method
                + " /admin/v1/grants"
                + path
                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer "
                + TOKEN
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  private interface Condition {
    boolean holds();
  }

  private static void until(Condition condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, "not after ten seconds");
      LockSupport.parkNanos(50_000_000);
    }
  }

  private String file(String mic) throws IOException {
    try (Stream<Path> files = Files.list(table.resolve("MIC=" + mic))) {
      return files
          .map(file -> Crawler.target("trades/" + table.relativize(file)))
          .filter(target -> target.endsWith(".parquet"))
          .findFirst()
          .orElseThrow();
    }
  }

  private int link(SignedHttp user, String method, String target) {
    return product.http().send(method, user.presigned(method, target)).status();
  }

  @Test
  void aLinkShowsWhatItsSignerSeesAndEndsWithTheGrant() throws IOException {
    String own = file("XLON");
    String others = file("XPAR");
    String commit = product.http().get(alice().presigned("GET", COMMIT)).text();
    assertTrue(commit.contains("XLON"), commit);
    assertFalse(product.http().get(bob().presigned("GET", COMMIT)).text().contains("XLON"));
    for (String method : List.of("GET", "HEAD")) {
      assertEquals(200, link(alice(), method, COMMIT));
      assertEquals(200, link(alice(), method, own));
      assertEquals(404, link(alice(), method, others));
      assertEquals(206, link(alice(), method, COMMIT + "?partNumber=1"));
      assertEquals(416, link(alice(), method, COMMIT + "?partNumber=2"));
      assertEquals(404, link(alice(), method, others + "?partNumber=1"));
      assertEquals(404, link(bob(), method, own));
      assertEquals(200, link(bob(), method, others));
    }
    assertEquals(411, link(alice(), "PUT", own));
    String put = alice().presigned("PUT", own);
    assertEquals(403, product.http().send("PUT", put, "Content-Length: 0").status());
    assertEquals(403, link(alice(), "DELETE", COMMIT));
    List<String> links =
        List.of(
            alice().presigned("GET", COMMIT),
            alice().presigned("GET", own),
            alice().presigned("GET", LISTING));
    String head = alice().presigned("HEAD", COMMIT);
    assertEquals(204, admin("DELETE", "/" + grant, "").status());
    until(() -> product.http().get(links.getFirst()).status() == 404);
    assertEquals(404, product.http().get(links.get(1)).status());
    Answer listing = product.http().get(links.get(2));
    assertEquals(200, listing.status());
    assertFalse(listing.text().contains("<Key>"), listing::text);
    assertFalse(listing.text().contains("<IsTruncated>true"), listing::text);
    assertEquals(404, product.http().send("HEAD", head).status());
    assertEquals(200, link(bob(), "GET", others));
  }

  @Test
  void aTokenOfAnotherUserOpensNothingAndTheirTagsMatchNothing() {
    String next = Listing.page(alice().get(LISTING)).next().orElseThrow();
    String more = LISTING + "&continuation-token=" + Listing.encoded(next);
    assertEquals(200, alice().get(more).status());
    Answer refused = bob().get(more);
    assertEquals(400, refused.status(), refused::everything);
    assertFalse(refused.everything().contains("<Key>"), refused::everything);
    String tag = alice().get(COMMIT).header("ETag").orElseThrow();
    assertNotEquals(tag, bob().get(COMMIT).header("ETag").orElseThrow());
    assertEquals(304, alice().get(COMMIT, "If-None-Match: " + tag).status());
    assertEquals(200, bob().get(COMMIT, "If-None-Match: " + tag).status());
    assertEquals(412, bob().get(COMMIT, "If-Match: " + tag, "Range: bytes=0-3").status());
    assertEquals(412, bob().send("HEAD", COMMIT, "If-Match: " + tag).status());
  }
}
