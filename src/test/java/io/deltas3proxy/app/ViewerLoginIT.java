package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import io.deltas3proxy.testing.Browser;
import io.deltas3proxy.testing.LoginDesk;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.TokenServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private sites of the whole product, at a provider that logs people in. */
class ViewerLoginIT {

  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final String TEXT = "<h1>For members</h1>";

  @TempDir Path directory;

  private final TokenServer issuer = TokenServer.start();
  private final Browser browser = new Browser();
  private Product product;
  private String origin = "";

  @BeforeEach
  void start() throws IOException {
    for (String site : List.of("members", "others")) {
      Path place = Files.createDirectories(directory.resolve(site + "/sub"));
      Files.writeString(place.resolve("index.html"), TEXT);
      Files.writeString(directory.resolve(site).resolve("index.html"), TEXT);
    }
    String configuration =
        """
        'localDirectories': ['%s', '%s'], 'tableMapping': {'reference': 'file:%s/reference'},
        'trustedProxies': ['127.0.0.1'],
        'sts': {'enabled': false},
        'oidc': {'corp': {'issuer': '%s', 'audience': ['lake'], 'allowPrivateEndpoint': true}},
        'website': {'sites': {
          'members': {'hosts': ['127.0.0.1'], 'path': '/members', 'place': 'file:%s/members',
            'listing': true,
            'login': {'provider': 'corp', 'clientId': '%s', 'clientSecret': '%s',
              'users': ['corp:alice'], 'groups': ['corp:readers']}},
          'others': {'hosts': ['127.0.0.1'], 'path': '/others', 'place': 'file:%s/others',
            'login': {'provider': 'corp', 'clientId': '%s', 'clientSecret': '%s',
              'everyone': true}},
          'odd': {'hosts': ['127.0.0.1'], 'path': '/für uns', 'place': 'file:%s/others',
            'login': {'provider': 'corp', 'clientId': '%s', 'clientSecret': '%s',
              'everyone': true}}}}
        """
            .formatted(
                LAKE,
                directory,
                LAKE,
                issuer.issuer(),
                directory,
                LoginDesk.CLIENT,
                LoginDesk.SECRET,
                directory,
                LoginDesk.CLIENT,
                LoginDesk.SECRET,
                directory,
                LoginDesk.CLIENT,
                LoginDesk.SECRET);
    product = Product.start(directory, configuration.replace('\'', '"'));
    origin = "http://127.0.0.1:" + product.port();
  }

  @AfterEach
  void stop() {
    browser.close();
    product.close();
    issuer.close();
  }

  private static int status(HttpResponse<String> answer) {
    return answer.statusCode();
  }

  /** The address at which the provider's answer to a question arrives. */
  private String answered(HttpResponse<String> question) {
    return Browser.location(browser.open(Browser.location(question)));
  }

  @Test
  void aViewerLogsInAndSeesThePageThatWasWanted() {
    HttpResponse<String> question = browser.open(origin + "/members/sub/?a=b%20c");
    assertEquals(302, status(question));
    assertEquals("no-store", question.headers().firstValue("Cache-Control").orElseThrow());
    assertFalse(question.body().contains(TEXT));
    HttpResponse<String> back = browser.open(answered(question));
    assertEquals(303, status(back));
    assertEquals(origin + "/members/sub/?a=b%20c", Browser.location(back));
    HttpResponse<String> page = browser.open(Browser.location(back));
    assertEquals(200, status(page));
    assertEquals(TEXT, page.body());
    String caching = page.headers().firstValue("Cache-Control").orElseThrow();
    assertTrue(caching.startsWith("private"), caching);
    assertEquals(
        List.of(
            "login.members; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax",
            "viewer.members; Path=/; Max-Age=28800; HttpOnly; SameSite=Lax"),
        browser.setCookies().stream().map(set -> set.replaceFirst("=[^;]*", "")).toList());
    assertFalse(browser.cookie("viewer.members").contains("alice"));
  }

  @Test
  void aViewerIsKnownUnderEverySpellingOfAPath() {
    assertEquals(200, status(browser.follow(origin + "/f%C3%BCr%20uns/sub/")));
    assertEquals(200, status(browser.open(origin + "/f%c3%bcr%20uns/")));
    assertEquals(200, status(browser.follow(origin + "/%6Dembers/")));
  }

  @Test
  void whatIsAnsweredIsForNoCacheOnTheWay() throws IOException {
    assertEquals(200, status(browser.follow(origin + "/members/")));
    Files.createDirectories(directory.resolve("members/empty"));
    Files.writeString(directory.resolve("members/empty/file.txt"), "text");
    for (String page : List.of("/members/none", "/members/empty/", "/members", "/members/sub")) {
      HttpResponse<String> answer = browser.open(origin + page);
      String caching = answer.headers().firstValue("Cache-Control").orElse("missing");
      assertTrue(
          caching.startsWith("private") || caching.equals("no-store"), page + ": " + caching);
    }
  }

  @Test
  void aGroupOfTheSiteIsEnough() {
    issuer.desk().vouchFor("bob", "readers", "writers");
    assertEquals(200, status(browser.follow(origin + "/members/")));
  }

  @Test
  void whoMayNotSeeTheSiteIsToldSoAndGetsNoSession() {
    issuer.desk().vouchFor("mallory", "writers");
    HttpResponse<String> answer = browser.follow(origin + "/members/");
    assertEquals(403, status(answer));
    assertFalse(answer.body().contains("mallory"));
    assertEquals("", browser.cookie("viewer.members"));
    assertEquals(200, status(browser.follow(origin + "/others/")));
  }

  @Test
  void picturesAndScriptsAreNotSentToTheProvider() {
    assertEquals(401, product.http().get("/members/a.png").status());
    assertEquals(401, status(browser.open(origin + "/members/", "Sec-Fetch-Mode", "no-cors")));
    assertEquals(302, status(browser.open(origin + "/members/", "Sec-Fetch-Mode", "navigate")));
    assertEquals(
        401, product.http().send("OPTIONS", "/members/", "Origin: https://evil.example").status());
    assertEquals(401, product.http().send("POST", "/members/").status());
  }

  @Test
  void aCookieOfOneSiteOpensNoOther() {
    assertEquals(200, status(browser.follow(origin + "/others/")));
    String session = browser.cookie("viewer.others");
    RawHttp http = product.http();
    assertEquals(200, http.get("/others/", "Cookie: viewer.others=" + session).status());
    assertEquals(401, http.get("/members/", "Cookie: viewer.others=" + session).status());
    assertEquals(401, http.get("/members/", "Cookie: viewer.members=" + session).status());
    assertEquals(401, http.get("/others/", "Cookie: __Host-viewer.others=" + session).status());
  }

  @Test
  void aCookieThatWasChangedOpensNothing() {
    assertEquals(200, status(browser.follow(origin + "/others/")));
    String session = browser.cookie("viewer.others");
    for (String bad :
        List.of(
            session.substring(1),
            session + "A",
            session.substring(0, 30)
                + (session.charAt(30) == 'A' ? 'B' : 'A')
                + session.substring(31),
            "A".repeat(5000),
            "\"" + session + "\"",
            "")) {
      assertEquals(
          401, product.http().get("/others/", "Cookie: viewer.others=" + bad).status(), bad);
    }
    // Somebody else may have put one of that name before it.
    assertEquals(
        200,
        product
            .http()
            .get("/others/", "Cookie: viewer.others=planted; viewer.others=" + session)
            .status());
  }

  @Test
  void aLoginThatBeganInAnotherBrowserDoesNotEndInThisOne() {
    String callback = answered(browser.open(origin + "/members/"));
    try (Browser victim = new Browser()) {
      assertEquals(400, status(victim.open(callback)));
      // Not even when it is logging in itself.
      assertEquals(302, status(victim.open(origin + "/members/")));
      assertEquals(400, status(victim.open(callback)));
      assertEquals("", victim.cookie("viewer.members"));
    }
    // Nor does one for another site.
    browser.plant("127.0.0.1:" + product.port(), "login.others", browser.cookie("login.members"));
    assertEquals(400, status(browser.open(callback.replace("/members/", "/others/"))));
    assertEquals(303, status(browser.open(callback)));
  }

  @Test
  void aCodeIsGoodOnceAndForItsOwnLogin() {
    String callback = answered(browser.open(origin + "/members/"));
    String other = answered(browser.open(origin + "/members/sub/"));
    String mixed =
        callback.replaceFirst("code=[^&]*", other.replaceFirst(".*[?&](code=[^&]*).*", "$1"));
    assertEquals(403, status(browser.open(mixed)));
    assertEquals(303, status(browser.open(callback)));
    assertEquals(403, status(browser.open(callback)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?code=x",
        "?code=x&state=",
        "?code=x&state=abc",
        "?state=abc&state=abc&code=x",
        "?error=access_denied",
        ""
      })
  void aCallbackWithoutALoginIsRefused(String query) {
    assertEquals(302, status(browser.open(origin + "/members/")));
    assertEquals(400, status(browser.open(origin + "/_proxy/login/members/callback" + query)));
  }

  @Test
  void whatTheProviderSaysOfAnotherIsNotTaken() {
    String callback = answered(browser.open(origin + "/members/"));
    assertEquals(
        400, status(browser.open(callback.replaceFirst("&iss=.*", "&iss=https%3A%2F%2Fe"))));
    issuer.desk().refuse();
    assertEquals(403, status(browser.follow(origin + "/members/")));
  }

  static Stream<UnaryOperator<JWTClaimsSet.Builder>> badTokens() {
    Date past = Date.from(Instant.now().minusSeconds(3600));
    Date future = Date.from(Instant.now().plusSeconds(3600));
    return Stream.of(
        claims -> claims.claim("nonce", "of another login"),
        claims -> claims.claim("nonce", null),
        claims -> claims.audience("lake"),
        claims -> claims.audience(List.of(LoginDesk.CLIENT, "lake")),
        claims -> claims.issuer("https://evil.example"),
        claims -> claims.issueTime(past).expirationTime(past),
        claims -> claims.issueTime(future),
        claims -> claims.subject(null),
        claims -> claims.claim("groups", "readers"));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aTokenThatIsNotForThisLoginIsRefused(UnaryOperator<JWTClaimsSet.Builder> change) {
    issuer.desk().change(change);
    assertEquals(403, status(browser.follow(origin + "/members/")));
    assertEquals("", browser.cookie("viewer.members"));
  }

  @Test
  void withoutTheProviderNobodyNewComesInAndWhoIsInStays() {
    assertEquals(200, status(browser.follow(origin + "/members/")));
    issuer.answerWith(TokenServer.Answer.FAILURE);
    assertEquals(200, status(browser.open(origin + "/members/")));
    HttpResponse<String> other = browser.follow(origin + "/others/");
    assertEquals(503, status(other));
    assertTrue(other.headers().firstValue("Retry-After").isPresent());
    assertFalse(other.body().contains(issuer.issuer()), other.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil.example/x", "/members//evil.example", "/members/%2F%2Fevil.example"})
  void noTargetLeadsToAnotherServer(String target) {
    HttpResponse<String> question = browser.open(origin + target);
    if (status(question) == 302) {
      HttpResponse<String> back = browser.open(answered(question));
      assertEquals(303, status(back));
      assertTrue(Browser.location(back).startsWith(origin + "/members/"), Browser.location(back));
    } else {
      assertTrue(status(question) >= 400, "" + status(question));
    }
  }

  @Test
  void signingOutIsAskedForByThePageItselfAlone() {
    assertEquals(200, status(browser.follow(origin + "/members/")));
    String logout = origin + "/_proxy/login/members/logout";
    HttpResponse<String> page = browser.open(logout);
    assertEquals(200, status(page));
    assertTrue(page.body().contains("<form method=\"post\">"));
    assertFalse(browser.cookie("viewer.members").isEmpty());
    assertEquals(403, status(browser.post(logout)));
    assertEquals(403, status(browser.post(logout, "Origin", "https://evil.example")));
    assertEquals(403, status(browser.post(logout, "Origin", "null")));
    assertFalse(browser.cookie("viewer.members").isEmpty());
    HttpResponse<String> out = browser.post(logout, "Origin", origin);
    assertEquals(200, status(out));
    assertEquals("", browser.cookie("viewer.members"));
    assertEquals(302, status(browser.open(origin + "/members/")));
    assertEquals(405, product.http().send("DELETE", "/_proxy/login/members/logout").status());
    assertEquals(405, product.http().send("POST", "/_proxy/login/members/callback").status());
  }

  @Test
  void behindATrustedProxyWithTlsCookiesAreForTlsAlone() {
    RawHttp.Answer answer =
        product.http().get("/members/", "Accept: text/html", "X-Forwarded-Proto: https");
    assertEquals(302, answer.status());
    String cookie = answer.header("Set-Cookie").orElseThrow();
    assertTrue(cookie.startsWith("__Host-login.members="), cookie);
    assertTrue(cookie.endsWith("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure"), cookie);
    assertTrue(
        answer.header("Location").orElseThrow().contains("redirect_uri=https%3A%2F%2F127.0.0.1"));
    RawHttp.Answer plain =
        product.http().get("/members/", "Accept: text/html", "X-Forwarded-Proto: http");
    assertTrue(
        plain.header("Location").orElseThrow().contains("redirect_uri=http%3A%2F%2F127.0.0.1"));
  }

  @Test
  void thereIsNothingElseBelowThePathOfLogins() {
    for (String path :
        List.of(
            "", "/", "/members", "/members/", "/members/x", "/none/callback", "/%00/callback")) {
      int status = product.http().get("/_proxy/login" + path).status();
      assertTrue(status == 404 || status == 400, path + ": " + status);
    }
    assertEquals(
        404, product.http().get("/_proxy/login/members/logout", "Host: evil.example").status());
  }
}
