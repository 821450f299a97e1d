package io.deltas3proxy.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.SessionKey;
import io.deltas3proxy.accounts.SessionTokens;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.limits.Admission;
import io.deltas3proxy.limits.Allowance;
import io.deltas3proxy.limits.LimitSettings;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.testing.FilteredServer;
import io.deltas3proxy.testing.RawHttp;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two requests a second for everybody; who signed is told by headers here. */
class StsLimitsTest {

  private static final String WEB =
      "Version=2011-06-15&Action=AssumeRoleWithWebIdentity&RoleSessionName=job"
          + "&RoleArn=arn:aws:iam::000000000000:role/self&WebIdentityToken=x.y.z";
  private static final String WHO = "Version=2011-06-15&Action=GetCallerIdentity";

  private final AtomicLong nanos = new AtomicLong();
  private final Limits limits =
      new Limits(
          new LimitSettings(new Allowance(2, 0, 0), Map.of("free", Allowance.UNLIMITED)),
          nanos::get);
  private final List<@Nullable String> reached = new CopyOnWriteArrayList<>();
  private final WebIdentities webIdentities =
      new WebIdentities(List.of(), Duration.ofSeconds(1), Clock.systemUTC());
  private FilteredServer server;

  @BeforeEach
  void start() {
    SecurityTokenService service =
        new SecurityTokenService(
            webIdentities,
            new SessionTokens(SessionKey.random(), List.of()),
            user -> UserStanding.STRANGER,
            Duration.ofHours(1),
            Clock.systemUTC());
    StsEndpoint endpoint = new StsEndpoint(service, (request, hash) -> caller(request), limits);
    server =
        new FilteredServer(
            new StsServlet(endpoint),
            List.of(
                new RequestLogFilter(System::nanoTime, line -> {}, TrustedProxies.NONE),
                new Remembering(),
                new StsRootFilter(endpoint)));
  }

  @AfterEach
  void stop() {
    server.close();
    webIdentities.close();
  }

  /** Before the answer is sent off, what the request has met is kept. */
  private final class Remembering extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      chain.doFilter(request, response);
      reached.add(String.valueOf(RequestContext.of(request).limit()));
    }
  }

  private static Identity caller(HttpServletRequest request) {
    String user = request.getHeader("X-Test-User");
    if (user == null) {
      throw new StsException(StsErrorCode.MISSING_AUTHENTICATION_TOKEN, "Missing");
    }
    return new Identity(
        String.valueOf(request.getHeader("X-Test-Key")),
        "secret",
        request.getHeader("X-Test-Token"),
        null,
        new Principal(user, new TreeSet<>(), false));
  }

  private RawHttp.Answer post(String path, String form, String... headers) {
    return new RawHttp(server.uri("/").getPort())
        .exchange(
            "POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.length()
                + "\r\n"
                + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList())
                + "\r\n"
                + form);
  }

  private static void assertThrottled(RawHttp.Answer answer) {
    assertEquals(400, answer.status(), answer.text());
    assertEquals("Throttling", answer.code(), answer.text());
    assertTrue(answer.text().contains("<Type>Sender</Type>"), answer.text());
    assertEquals("1", answer.header("Retry-After").orElseThrow());
  }

  private static String key(String id) {
    return "X-Test-Key: " + id;
  }

  private static String user(String name) {
    return "X-Test-User: " + name;
  }

  @Test
  void whoIsNotVerifiedIsLimitedByAddressAtEveryPath() throws Exception {
    assertEquals("InvalidIdentityToken", post("/sts", WEB).code());
    assertEquals("InvalidIdentityToken", post("/", WEB).code());
    assertThrottled(post("/sts", WEB));
    assertThrottled(post("/", WEB));
    assertThrottled(new RawHttp(server.uri("/").getPort()).get("/sts?" + WEB));
    // Headers of a signature, which this operation does not look at, help nobody around it.
    assertThrottled(post("/", WEB, user("free"), key("AKIA9"), "Authorization: AWS4-HMAC-SHA256"));
    while (reached.size() < 6) {
      Thread.onSpinWait();
    }
    assertEquals("requestsPerSecond", reached.getLast());
    assertEquals(4, reached.stream().filter("requestsPerSecond"::equals).count());
    assertEquals(200, post("/sts", WHO, user("alice"), key("AKIA1")).status());
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertEquals("InvalidIdentityToken", post("/", WEB).code());
  }

  @Test
  void whoSignedIsLimitedByTheKey() {
    for (String path : List.of("/sts", "/")) {
      assertEquals(200, post(path, WHO, user("alice"), key("AKIA1")).status());
    }
    assertThrottled(post("/sts", WHO, user("alice"), key("AKIA1")));
    assertEquals(200, post("/sts", WHO, user("alice"), key("AKIA2")).status());
    for (int i = 0; i < 10; i++) {
      assertEquals(200, post("/", WHO, user("free"), key("AKIA3")).status());
    }
  }

  @Test
  void whoDoesNotProveTheirKeyUsesUpNothing() {
    for (int i = 0; i < 5; i++) {
      assertEquals("MissingAuthenticationToken", post("/sts", WHO, key("AKIA1")).code());
    }
    assertEquals(200, post("/sts", WHO, user("alice"), key("AKIA1")).status());
  }

  @Test
  void whatS3HasUsedUpCountsHereAndAllSessionsOfAUserAreOne() {
    String session = "X-Test-Token: token";
    limits.admitSession("alice");
    limits.admitSession("alice");
    assertThrottled(post("/", WHO, user("alice"), key("ASIA1"), session));
    assertThrottled(post("/sts", WHO, user("alice"), key("ASIA2"), session));
    limits.admit("AKIA1", "alice");
    limits.admit("AKIA1", "alice");
    assertThrottled(post("/sts", WHO, user("alice"), key("AKIA1")));
  }

  @Test
  void aRequestThatHasEndedIsNotInTheWayOfTheNext() {
    Limits one = new Limits(new LimitSettings(new Allowance(0, 1, 0), Map.of()), nanos::get);
    StsEndpoint endpoint =
        new StsEndpoint(
            new SecurityTokenService(
                webIdentities,
                new SessionTokens(SessionKey.random(), List.of()),
                user -> UserStanding.STRANGER,
                Duration.ofHours(1),
                Clock.systemUTC()),
            (request, hash) -> caller(request),
            one);
    try (FilteredServer narrow =
        new FilteredServer(
            new StsServlet(endpoint),
            List.of(new RequestLogFilter(System::nanoTime, line -> {}, TrustedProxies.NONE)))) {
      RawHttp http = new RawHttp(narrow.uri("/").getPort());
      assertEquals("InvalidIdentityToken", http.get("/sts?" + WEB).code());
      // The answer is there a moment before the request has ended.
      while (one.admitAnonymous("127.0.0.1") instanceof Admission.Refused) {
        Thread.onSpinWait();
      }
      assertEquals("Throttling", http.get("/sts?" + WEB).code());
    }
  }
}
