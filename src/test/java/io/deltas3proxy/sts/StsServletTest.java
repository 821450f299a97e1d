package io.deltas3proxy.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.AssumedRole;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.KeyLookup;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.Session;
import io.deltas3proxy.accounts.SessionClaims;
import io.deltas3proxy.accounts.SessionIdentities;
import io.deltas3proxy.accounts.SessionKey;
import io.deltas3proxy.accounts.SessionLifetime;
import io.deltas3proxy.accounts.SessionOrigin;
import io.deltas3proxy.accounts.SessionTokens;
import io.deltas3proxy.accounts.SessionTooLargeException;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.limits.LimitSettings;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TokenServer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service answers; who signed is told by a header here, and verified elsewhere. */
class StsServletTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String ROLE = "arn:aws:iam::000000000000:role/";

  private static final Limits NONE = new Limits(LimitSettings.NONE, System::nanoTime);

  private final SettableClock clock = new SettableClock(NOW);
  private final TokenServer issuer = TokenServer.start();
  private final SessionTokens tokens = new SessionTokens(SessionKey.random(), List.of());
  private final Map<String, Identity> callers = new HashMap<>();
  private final Map<String, UserStanding> standings = new HashMap<>();
  private final WebIdentities webIdentities =
      new WebIdentities(
          List.of(
              new IdentityProvider(
                  "corp",
                  issuer.issuer(),
                  List.of(TokenServer.AUDIENCE),
                  Optional.empty(),
                  new ClaimMapping("sub", "groups", "corp:", "corp:"),
                  ProviderAddress.ANY)),
          Duration.ofSeconds(2),
          clock);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<RequestContext> contexts = new CopyOnWriteArrayList<>();
  private final Server server = new Server();
  private boolean accountsAreDown;

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler handler = new ServletContextHandler();
    handler.addFilter(
        new FilterHolder(new RequestLogFilter(System::nanoTime, log::add, TrustedProxies.NONE)),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    Filter remembering =
        (request, response, chain) -> {
          contexts.add(RequestContext.of(request));
          chain.doFilter(request, response);
        };
    handler.addFilter(new FilterHolder(remembering), "/*", EnumSet.of(DispatcherType.REQUEST));
    SecurityTokenService service =
        new SecurityTokenService(webIdentities, tokens, this::standing, Duration.ofHours(2), clock);
    StsEndpoint endpoint = new StsEndpoint(service, this::caller, NONE);
    handler.addServlet(new ServletHolder(new StsServlet(endpoint)), "/sts/*");
    handler.addFilter(
        new FilterHolder(new StsRootFilter(endpoint)), "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(handler);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    webIdentities.close();
    issuer.close();
  }

  private UserStanding standing(String user) throws AccountsUnavailableException {
    if (accountsAreDown) {
      throw new AccountsUnavailableException(
          "jdbc:secret-host is down", new IllegalStateException());
    }
    return standings.getOrDefault(user, UserStanding.STRANGER);
  }

  private Identity caller(HttpServletRequest request, String bodyHash) {
    Identity caller = callers.get(String.valueOf(request.getHeader("caller")));
    if (caller == null) {
      throw new StsException(StsErrorCode.MISSING_AUTHENTICATION_TOKEN, "Missing");
    }
    return caller;
  }

  private void key(String id, String user, String... groups) {
    Principal principal = new Principal(user, new TreeSet<>(List.of(groups)), false);
    callers.put(id, new Identity(id, "secret", null, null, principal));
  }

  private RawHttp http() {
    return new RawHttp(((ServerConnector) server.getConnectors()[0]).getLocalPort());
  }

  private static String form(String... namesAndValues) {
    StringBuilder form = new StringBuilder("Version=2011-06-15");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append('&')
          .append(namesAndValues[i])
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }

  private RawHttp.Answer post(String form, String... headers) {
    return http()
        .exchange(
            "POST /sts/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
                + "Content-Length: "
                + form.length()
                + "\r\n"
                + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList())
                + "\r\n"
                + form);
  }

  private static String web(String role, String token, String... more) {
    return form(
            "Action",
            "AssumeRoleWithWebIdentity",
            "RoleArn",
            ROLE + role,
            "RoleSessionName",
            "notebook-1",
            "WebIdentityToken",
            token)
        + (more.length == 0 ? "" : "&" + form(more).substring("Version=2011-06-15&".length()));
  }

  private static String assume(String role, String... more) {
    return form("Action", "AssumeRole", "RoleArn", ROLE + role, "RoleSessionName", "cli")
        + (more.length == 0 ? "" : "&" + form(more).substring("Version=2011-06-15&".length()));
  }

  private static String element(RawHttp.Answer answer, String name) {
    String text = answer.text();
    int start = text.indexOf("<" + name + ">");
    assertTrue(start >= 0, text);
    return text.substring(start + name.length() + 2, text.indexOf("</" + name + ">"));
  }

  private Session session(RawHttp.Answer answer) {
    assertEquals(200, answer.status(), answer.text());
    Session session =
        tokens.open(element(answer, "AccessKeyId"), element(answer, "SessionToken")).orElseThrow();
    assertEquals(session.secretAccessKey(), element(answer, "SecretAccessKey"));
    return session;
  }

  private void assertRefused(StsErrorCode code, RawHttp.Answer answer) {
    assertEquals(code.wireCode(), answer.code(), answer.text());
    assertEquals(code.status(), answer.status());
    assertTrue(answer.text().contains("<Error><Type>Sender</Type><Code>"), answer.text());
    assertEquals(Optional.of("text/xml"), answer.header("Content-Type"));
  }

  /** A line of the request log is written after the answer was sent. */
  private String awaitLine(String part) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      for (String line : log) {
        if (line.contains(part)) {
          return line;
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no line with " + part + " in " + log);
  }

  private String token(String... groups) {
    return issuer.token("alice", clock.instant(), groups);
  }

  @Test
  void anIdTokenGivesASessionWithTheNamesThatStsGives() {
    RawHttp.Answer answer = post(web("corp:analysts", token("analysts")));
    Session session = session(answer);
    assertEquals("corp:alice", session.claims().user());
    assertEquals(new SessionOrigin.Provider("corp"), session.claims().origin());
    assertEquals(new SessionLifetime(NOW, NOW.plusSeconds(3600)), session.claims().lifetime());
    assertEquals("2026-03-01T11:00:00Z", element(answer, "Expiration"));
    assertEquals("alice", element(answer, "SubjectFromWebIdentityToken"));
    assertEquals("lake", element(answer, "Audience"));
    assertEquals(
        "arn:aws:sts::000000000000:assumed-role/corp:analysts/notebook-1", element(answer, "Arn"));
    String id = element(answer, "AssumedRoleId");
    assertTrue(id.matches("AROA[A-Z2-7]{17}:notebook-1"), id);
    assertEquals(answer.header("x-amzn-RequestId").orElseThrow(), element(answer, "RequestId"));
    assertEquals(Optional.of("no-store"), answer.header("Cache-Control"));
    assertTrue(
        answer
            .text()
            .contains(
                "<AssumeRoleWithWebIdentityResponse"
                    + " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                    + "<AssumeRoleWithWebIdentityResult>"));
  }

  @Test
  void aQueryDoesTheSameAndItsTokenIsNotLogged() {
    String token = token();
    RawHttp.Answer answer = http().get("/sts?" + web("self", token));
    Session session = session(answer);
    String line = awaitLine("operation=AssumeRoleWithWebIdentity");
    assertFalse(line.contains(token.substring(0, 20)), line);
    assertFalse(line.contains(session.secretAccessKey()), line);
    assertTrue(line.contains("WebIdentityToken=-"), line);
    assertTrue(line.contains("user=" + session.accessKeyId()), line);
  }

  @Test
  void aPostMayHaveAQueryInsteadOfABody() {
    session(http().send("POST", "/sts?" + web("self", token()), "Content-Length: 0"));
  }

  @Test
  void aRoleIsForMembersAloneAndNobodyLearnsWhichThereAre() {
    RawHttp.Answer other = post(web("corp:admins", token("analysts")));
    assertRefused(StsErrorCode.ACCESS_DENIED, other);
    RawHttp.Answer none = post(web("corp:nobody", token("analysts")));
    assertEquals(element(other, "Message").replace("admins", "nobody"), element(none, "Message"));
    standings.put("corp:alice", new UserStanding(false, new TreeSet<>(Set.of("local")), null));
    assertEquals("local", session(post(web("local", token()))).claims().role().name());
    assertRefused(StsErrorCode.ACCESS_DENIED, post(web("analysts", token("analysts"))));
  }

  @Test
  void whoIsDisabledOrWasSentAwayGetsNoSession() {
    String token = token();
    standings.put("corp:alice", new UserStanding(true, new TreeSet<>(), null));
    assertRefused(StsErrorCode.ACCESS_DENIED, post(web("self", token)));
    // The token of before does not begin what was ended; a new login does.
    standings.put("corp:alice", new UserStanding(false, new TreeSet<>(), NOW));
    assertRefused(StsErrorCode.ACCESS_DENIED, post(web("self", token)));
    clock.advance(Duration.ofSeconds(1));
    session(post(web("self", token())));
  }

  @Test
  void untrustedTokensGiveNothing() {
    JWTClaimsSet expired = issuer.claims("alice", NOW.minusSeconds(3600)).build();
    assertRefused(StsErrorCode.EXPIRED_IDENTITY_TOKEN, post(web("self", issuer.sign(expired))));
    JWTClaimsSet foreign = issuer.claims("alice", NOW).audience("other").build();
    assertRefused(StsErrorCode.INVALID_IDENTITY_TOKEN, post(web("self", issuer.sign(foreign))));
    assertRefused(StsErrorCode.INVALID_IDENTITY_TOKEN, post(web("self", "x.y.z")));
    assertFalse(post(web("self", "se.cr.et<b>")).text().contains("cr.et"));
    issuer.answerWith(TokenServer.Answer.FAILURE);
    clock.advance(ProviderKeys.KEPT);
    RawHttp.Answer down = post(web("self", token()));
    assertRefused(StsErrorCode.IDP_COMMUNICATION_ERROR, down);
    assertFalse(down.text().contains("127.0.0.1"), down.text());
  }

  @Test
  void howLongASessionLastsIsBounded() {
    for (String seconds : List.of("900", "7200")) {
      Session session = session(post(web("self", token(), "DurationSeconds", seconds)));
      assertEquals(NOW.plusSeconds(Long.parseLong(seconds)), session.claims().lifetime().end());
    }
    for (String seconds : List.of("899", "7201", "0", "-900", "1e3", "", "9999999999", " 900")) {
      assertRefused(
          StsErrorCode.VALIDATION_ERROR, post(web("self", token(), "DurationSeconds", seconds)));
    }
  }

  @Test
  void whatWouldNarrowASessionIsRefusedRatherThanPassedOver() {
    assertRefused(
        StsErrorCode.MALFORMED_POLICY_DOCUMENT,
        post(web("self", token(), "Policy", "{\"Statement\":[]}")));
    assertRefused(
        StsErrorCode.MALFORMED_POLICY_DOCUMENT,
        post(web("self", token(), "PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/x")));
    for (String name :
        List.of("ProviderId", "ExternalId", "SerialNumber", "Tags.member.1.Key", "policy", "x")) {
      assertRefused(
          StsErrorCode.INVALID_PARAMETER_VALUE, post(web("self", token(), name, "value")));
    }
  }

  @Test
  void namesOfRolesAndSessionsAreHeld() {
    for (String arn :
        List.of(
            "self",
            "arn:aws:iam::123456789012:role/self",
            "arn:aws:iam::000000000000:user/self",
            "arn:aws:sts::000000000000:role/self",
            ROLE,
            ROLE + "a\nb",
            ROLE + "x".repeat(256))) {
      String form = web("self", token()).replace(encoded(ROLE + "self"), encoded(arn));
      RawHttp.Answer answer = post(form);
      assertEquals(arn.isEmpty() ? "MissingParameter" : "ValidationError", answer.code(), arn);
    }
    for (String name : List.of("x", "a b", "a/b", "a<b", "ä1", "x".repeat(65))) {
      String form = web("self", token()).replace("notebook-1", encoded(name));
      assertRefused(StsErrorCode.VALIDATION_ERROR, post(form));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aParameterIsGivenOnceAndInOnePlace() {
    String form = web("self", token());
    assertRefused(StsErrorCode.VALIDATION_ERROR, post(form + "&RoleSessionName=other"));
    assertRefused(StsErrorCode.VALIDATION_ERROR, post(form + "&Action=GetCallerIdentity"));
    assertRefused(StsErrorCode.VALIDATION_ERROR, post(form + "&%41ction=GetCallerIdentity"));
    assertRefused(StsErrorCode.VALIDATION_ERROR, post("a=%zz"));
    assertRefused(StsErrorCode.VALIDATION_ERROR, post("a=%ff"));
    RawHttp.Answer both =
        http()
            .exchange(
                "POST /sts?Action=GetCallerIdentity HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                    + form.length()
                    + "\r\n\r\n"
                    + form);
    assertRefused(StsErrorCode.VALIDATION_ERROR, both);
  }

  @Test
  void bodiesThatAreNoFormsOrTooLongAreRefused() {
    String form = web("self", token());
    for (String type : List.of("application/json", "multipart/form-data; boundary=x", "text/xml")) {
      RawHttp.Answer answer =
          http()
              .exchange(
                  "POST /sts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
                      + type
                      + "\r\nContent-Length: "
                      + form.length()
                      + "\r\n\r\n"
                      + form);
      assertRefused(StsErrorCode.VALIDATION_ERROR, answer);
    }
    assertRefused(StsErrorCode.VALIDATION_ERROR, post("a=" + "x".repeat(64 * 1024)));
    String unread =
        """
        POST /sts HTTP/1.1
        Host: x
        Connection: close
        Content-Length: 999999999
        Content-Type: application/x-www-form-urlencoded

        """
            .replace("\n", "\r\n");
    assertRefused(StsErrorCode.VALIDATION_ERROR, http().exchange(unread));
  }

  @Test
  void otherActionsVersionsPathsAndMethodsAreInvalid() {
    key("AKIDALICE", "alice");
    for (String action : List.of("GetSessionToken", "getCallerIdentity", "AssumeRoleWithSAML")) {
      assertRefused(StsErrorCode.INVALID_ACTION, post(form("Action", action)));
    }
    assertRefused(StsErrorCode.INVALID_ACTION, post("Action=GetCallerIdentity&Version=2014-11-01"));
    assertRefused(StsErrorCode.INVALID_ACTION, post("Action=GetCallerIdentity"));
    assertRefused(StsErrorCode.MISSING_ACTION, post(""));
    assertRefused(StsErrorCode.MISSING_PARAMETER, post(form("Action", "AssumeRole")));
    assertRefused(
        StsErrorCode.MISSING_PARAMETER,
        post(form("Action", "AssumeRole", "RoleArn", ROLE + "self", "RoleSessionName", "")));
    assertRefused(StsErrorCode.INVALID_ACTION, http().get("/sts/other?Action=GetCallerIdentity"));
    assertRefused(StsErrorCode.INVALID_ACTION, http().send("PUT", "/sts"));
    assertEquals(400, http().send("DELETE", "/sts").status());
  }

  @Test
  void aKeyTakesOnARoleAndKnowsWhoItIs() {
    key("AKIDALICE", "alice", "analysts");
    Session session = session(post(assume("analysts"), "caller: AKIDALICE"));
    assertEquals(new SessionOrigin.Key("AKIDALICE"), session.claims().origin());
    assertEquals("alice", session.claims().user());
    assertRefused(StsErrorCode.ACCESS_DENIED, post(assume("admins"), "caller: AKIDALICE"));
    RawHttp.Answer who = post(form("Action", "GetCallerIdentity"), "caller: AKIDALICE");
    assertEquals("arn:aws:iam::000000000000:user/alice", element(who, "Arn"));
    assertEquals("000000000000", element(who, "Account"));
    awaitLine("operation=GetCallerIdentity user=AKIDALICE");
    assertRefused(
        StsErrorCode.MISSING_AUTHENTICATION_TOKEN, post(form("Action", "GetCallerIdentity")));
    assertRefused(StsErrorCode.MISSING_AUTHENTICATION_TOKEN, post(assume("self")));
  }

  @Test
  void thoseWhoCountAndKeepRecordsAreToldWhoAskedAndWhatWasAnswered() {
    key("AKIDALICE", "alice", "analysts");
    String who = form("Action", "GetCallerIdentity");
    post(who, "caller: AKIDALICE");
    assertTold(new VerifiedCaller("alice", List.of("analysts")), null);
    post(assume("admins"), "caller: AKIDALICE");
    assertTold(new VerifiedCaller("alice", List.of("analysts")), "AccessDenied");
    post(who);
    assertTold(null, "MissingAuthenticationToken");
    post(web("self", token("b", "a")));
    assertTold(new VerifiedCaller("corp:alice", List.of("corp:a", "corp:b")), null);
    post(web("corp:admins", token("a")));
    assertTold(new VerifiedCaller("corp:alice", List.of("corp:a")), "AccessDenied");
    post(web("self", "x.y.z"));
    assertTold(null, "InvalidIdentityToken");
    accountsAreDown = true;
    post(web("self", token()));
    assertTold(new VerifiedCaller("corp:alice", List.of()), "ServiceUnavailable");
  }

  /** Of the request that was answered last. */
  private void assertTold(@Nullable VerifiedCaller caller, @Nullable String errorCode) {
    RequestContext context = contexts.getLast();
    assertEquals(caller, context.caller());
    assertEquals(errorCode, context.errorCode());
  }

  @Test
  void aPlusIsASpaceInAQueryAsInAForm() {
    String form = web("corp:a b", token("a b"));
    assertEquals("corp:a b", session(post(form)).claims().role().name());
    for (String space : List.of("+", "%20")) {
      Session inQuery = session(http().get("/sts?" + form.replace("+", space)));
      assertEquals("corp:a b", inQuery.claims().role().name());
    }
  }

  @Test
  void aSessionOfAKeyEndsNoLaterThanTheKey() {
    Principal alice = new Principal("alice", new TreeSet<>(), false);
    callers.put("AKIDALICE", new Identity("AKIDALICE", "secret", null, NOW.plusSeconds(60), alice));
    Session session = session(post(assume("self"), "caller: AKIDALICE"));
    assertEquals(NOW.plusSeconds(60), session.claims().lifetime().end());
  }

  private void callAs(Session session) throws AccountsUnavailableException {
    SessionIdentities identities =
        new SessionIdentities(
            tokens, (id, token) -> new KeyLookup.Unknown(), this::standing, Set.of("corp"), clock);
    KeyLookup found = identities.find(session.accessKeyId(), session.token());
    callers.put(session.accessKeyId(), assertInstanceOf(KeyLookup.Found.class, found).identity());
  }

  @Test
  void aSessionTakesOnNoMoreThanItHasAndLastsNoLonger() throws AccountsUnavailableException {
    Session whole = session(post(web("self", token("a", "b"), "DurationSeconds", "900")));
    callAs(whole);
    String asWhole = "caller: " + whole.accessKeyId();
    clock.advance(Duration.ofMinutes(5));
    Session narrow = session(post(assume("corp:a"), asWhole));
    assertEquals(whole.claims().lifetime(), narrow.claims().lifetime());
    assertEquals(whole.claims().origin(), narrow.claims().origin());
    assertEquals(whole.claims().groups(), narrow.claims().groups());
    assertRefused(StsErrorCode.ACCESS_DENIED, post(assume("corp:c"), asWhole));
    assertRefused(
        StsErrorCode.VALIDATION_ERROR, post(assume("self", "DurationSeconds", "3601"), asWhole));

    callAs(narrow);
    String asNarrow = "caller: " + narrow.accessKeyId();
    assertEquals("corp:a", session(post(assume("corp:a"), asNarrow)).claims().role().name());
    assertRefused(StsErrorCode.ACCESS_DENIED, post(assume("self"), asNarrow));
    assertRefused(StsErrorCode.ACCESS_DENIED, post(assume("corp:b"), asNarrow));
    RawHttp.Answer who = post(form("Action", "GetCallerIdentity"), asNarrow);
    assertEquals("arn:aws:sts::000000000000:assumed-role/corp:a/cli", element(who, "Arn"));
  }

  @Test
  void aRoleThatIsCalledSelfIsNotAGroup() throws SessionTooLargeException, Exception {
    // A session of a group of that very name would otherwise become one with all rights.
    Session odd =
        tokens.begin(
            new SessionClaims(
                "alice",
                new TreeSet<>(Set.of("self")),
                new AssumedRole("x", "test"),
                new SessionOrigin.Provider("corp"),
                new SessionLifetime(NOW, NOW.plusSeconds(900))));
    Principal group = new Principal("alice", new TreeSet<>(Set.of("x")), true);
    callers.put(odd.accessKeyId(), new Identity(odd.accessKeyId(), "s", odd.token(), null, group));
    assertRefused(StsErrorCode.ACCESS_DENIED, post(assume("self"), "caller: " + odd.accessKeyId()));
  }

  @Test
  void moreGroupsThanATokenHoldsAreSaid() {
    String[] groups = new String[200];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = "00000000-1111-2222-3333-%012d".formatted(i);
    }
    assertRefused(StsErrorCode.PACKED_POLICY_TOO_LARGE, post(web("self", token(groups))));
  }

  @Test
  void withoutAccountsNobodyIsLetInAndNoPlaceIsNamed() {
    accountsAreDown = true;
    RawHttp.Answer answer = post(web("self", token()));
    assertEquals(503, answer.status());
    assertEquals("ServiceUnavailable", answer.code());
    assertTrue(answer.text().contains("<Type>Receiver</Type>"), answer.text());
    assertFalse(answer.everything().contains("secret-host"), answer.everything());
  }
}
