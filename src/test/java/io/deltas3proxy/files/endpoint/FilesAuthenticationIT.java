package io.deltas3proxy.files.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.FilesClient;
import io.deltas3proxy.testing.FilesProduct;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SignedHttp;
import io.deltas3proxy.testing.TokenServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Every way to say who asks, and what is wrong with each. */
class FilesAuthenticationIT {

  private static final String FILE = FilesClient.target("cloud", "open/f");
  private static final String ANOTHER = FilesClient.target("cloud", "open/g");
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir private static Path directory;
  private static TokenServer provider;
  private static FilesProduct files;

  @BeforeAll
  static void start() throws IOException {
    provider = TokenServer.start();
    files =
        FilesProduct.start(
            directory,
            ",\"authentication\":\"optional\"",
            ",\"audit\":{\"file\":\"audit.log\",\"database\":true},"
                + "\"oidc\":{\"corp\":{\"issuer\":\""
                + provider.issuer()
                + "\",\"audience\":[\""
                + TokenServer.AUDIENCE
                + "\"],\"userPrefix\":\"\",\"allowPrivateEndpoint\":true}}");
    assertEquals(200, files.alice().upload("cloud", "open/f", HELLO).statusCode());
    assertEquals(200, files.alice().upload("cloud", "open/g", HELLO).statusCode());
  }

  @AfterAll
  static void stop() {
    files.close();
    provider.close();
  }

  private static SignedHttp signed(String key, String secret) {
    return new SignedHttp(files.product(), AwsBasicCredentials.create(key, secret));
  }

  private static SignedHttp alice() {
    return signed(FilesProduct.KEY, FilesProduct.SECRET);
  }

  @Test
  void aTokenOfAProviderVouchesForItsUser() {
    String token = provider.token("alice", Instant.now());
    assertEquals(200, files.anybody().bearer(token).request("GET", FILE).statusCode());
    assertEquals(
        200, files.anybody().bearer(token).upload("cloud", "by-token", HELLO).statusCode());
    String stranger = provider.token("mallory", Instant.now());
    assertEquals(403, files.anybody().bearer(stranger).request("GET", FILE).statusCode());
  }

  @Test
  void aTokenThatIsNotToBeTrustedIsRefused() {
    Instant now = Instant.now();
    String good = provider.token("alice", now);
    for (String token :
        List.of(
            provider.token("alice", now.minusSeconds(3600)),
            provider.sign(provider.claims("alice", now).audience("another").build()),
            provider.sign(provider.claims("alice", now).issuer("http://127.0.0.1:1/x").build()),
            good.substring(0, good.length() - 8) + "AAAAAAAA",
            good.substring(0, good.lastIndexOf('.') + 1),
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.",
            "a.b.c",
            "")) {
      assertEquals(401, files.anybody().bearer(token).request("GET", FILE).statusCode(), token);
    }
  }

  @Test
  void aSignatureIsForOneRequest() {
    assertEquals(200, alice().get(FILE).status());
    assertEquals("hello", alice().get(FILE).text());
    assertEquals(401, signed(FilesProduct.KEY, "another-secret-of-somebody").get(FILE).status());
    assertEquals(401, signed("AKIDNOBODYHASTHIS", "any-secret").get(FILE).status());
    String request = alice().request("GET", FILE);
    RawHttp http = files.product().http();
    assertEquals(401, http.exchange(request.replace("open%2Ff", "open%2Fg")).status());
    assertEquals(401, http.exchange(request.replace("GET", "HEAD")).status());
  }

  @Test
  void aPresignedUrlOpensOneFileForOneVerb() {
    String url = alice().presigned("GET", FILE);
    RawHttp http = files.product().http();
    assertEquals("hello", http.get(url).text());
    assertEquals("ell", http.get(url, "Range: bytes=1-3").text());
    assertEquals(401, http.get(url.replace("open%2Ff", "open%2Fg")).status());
    assertEquals(401, http.send("HEAD", url).status());
    assertEquals(401, http.send("POST", url, "Content-Length: 0").status());
    assertEquals(401, http.get(url.replaceAll("Signature=.{4}", "Signature=0000")).status());
    assertEquals(401, http.get(url, "Authorization: Bearer " + FilesProduct.ALICE).status());
    String other = signed("AKIDNOBODYHASTHIS", "x").presigned("GET", FILE);
    assertEquals(401, http.get(other).status());
  }

  @Test
  void whoeverSignsHasTheRightsOfTheirUserAlone() {
    RawHttp.Answer there = alice().get(ANOTHER);
    assertEquals(200, there.status());
    assertEquals(403, files.bob().download("disk", "x").statusCode());
  }

  @Test
  void anonymousCallersAreLetInButHaveNoRightThatNobodyGave() {
    assertEquals(403, files.anybody().request("GET", FILE).statusCode());
    assertEquals(403, files.anybody().upload("cloud", "open/new", HELLO).statusCode());
    assertEquals(
        401, files.anybody().bearer("not-a-token-that-exists").request("GET", FILE).statusCode());
  }

  @Test
  void theTrailTellsWhoUploadedWhat() throws IOException {
    assertEquals(200, files.alice().upload("cloud", "audited", HELLO).statusCode());
    assertEquals(403, files.bob().upload("cloud", "refused", HELLO).statusCode());
    assertEquals(200, alice().get(FILE).status());
    assertEquals(403, files.bob().download("disk", "closed").statusCode());
    // What ended before the process did is in the trail.
    files.restart();
    String trail = Files.readString(directory.resolve("audit.log"));
    for (String said :
        List.of(
            "\"operation\":\"UploadFile\",\"file\":\"cloud/audited\"",
            "\"operation\":\"DownloadFile\",\"file\":\"cloud/open/f\"",
            "\"operation\":\"DownloadFile\",\"file\":\"disk/closed\"",
            "\"user\":\"alice\"",
            "\"accessKeyId\":\"" + FilesProduct.KEY + "\"",
            "\"reason\":\"no rule allows to READ\"")) {
      assertTrue(trail.contains(said), said);
    }
    for (String secret : List.of(FilesProduct.ALICE, FilesProduct.BOB, FilesProduct.SECRET)) {
      assertFalse(trail.contains(secret), secret);
    }
  }

  @Test
  void noAnswerTellsOfAPhysicalPlace() {
    StringBuilder everything = new StringBuilder();
    for (String target :
        List.of(FILE, FilesClient.target("gone", "x"), FilesClient.target("cloud", "none"))) {
      everything.append(alice().get(target).everything());
      everything.append(alice().send("HEAD", target).everything());
    }
    everything.append(files.alice().upload("gone", "x", HELLO).body());
    for (String secret : List.of("physical", "in/box", "nowhere", "127.0.0.1", directory + "")) {
      assertFalse(everything.toString().contains(secret), secret);
    }
  }
}
