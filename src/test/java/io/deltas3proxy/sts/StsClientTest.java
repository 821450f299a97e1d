package io.deltas3proxy.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.limits.LimitSettings;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.s3.endpoint.ServletRequests;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureSettings;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.RequestSignature;
import io.deltas3proxy.testing.TokenServer;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;
import software.amazon.awssdk.services.sts.model.StsException;

/** The credentials providers of the AWS SDK against the service. */
class StsClientTest {

  private static final String EMPTY_HASH = RequestSignature.sha256(new byte[0]);
  private static final String ROLE = "arn:aws:iam::000000000000:role/";

  @TempDir Path directory;

  private final Clock clock = Clock.systemUTC();
  private final TokenServer issuer = TokenServer.start();
  private final SessionTokens tokens = new SessionTokens(SessionKey.random(), List.of());
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
          Duration.ofSeconds(5),
          clock);
  private final Server server = new Server();

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler handler = new ServletContextHandler();
    handler.addFilter(
        new FilterHolder(new RequestLogFilter(System::nanoTime, line -> {}, TrustedProxies.NONE)),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    SecurityTokenService service =
        new SecurityTokenService(
            webIdentities, tokens, user -> UserStanding.STRANGER, Duration.ofHours(1), clock);
    SessionIdentities identities =
        new SessionIdentities(
            tokens, this::lasting, user -> UserStanding.STRANGER, Set.of("corp"), clock);
    StsEndpoint endpoint =
        new StsEndpoint(
            service,
            new SignedCaller(
                new SignatureAuthentication(
                    new SignatureSettings(List.of("eu-west-1", "us-east-1"), "sts", false),
                    identities,
                    clock),
                ServletRequests::raw),
            new Limits(LimitSettings.NONE, System::nanoTime));
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

  private KeyLookup lasting(String accessKeyId, @Nullable String token) {
    Principal alice = new Principal("alice", new TreeSet<>(List.of("analysts")), false);
    return accessKeyId.equals("AKIDALICE")
        ? new KeyLookup.Found(new Identity("AKIDALICE", "secret", null, null, alice))
        : new KeyLookup.Unknown();
  }

  private int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private StsClient client(AwsCredentialsProvider credentials) {
    return StsClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port() + "/sts"))
        .region(Region.EU_WEST_1)
        .credentialsProvider(credentials)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  private Path tokenFile() throws IOException {
    return Files.writeString(
        directory.resolve("id-token"), issuer.token("alice", clock.instant(), "analysts"));
  }

  @Test
  void theWebIdentityProviderOfTheSdkGetsASession() throws IOException {
    try (StsClient client = client(AnonymousCredentialsProvider.create());
        StsWebIdentityTokenFileCredentialsProvider provider =
            StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(client)
                .webIdentityTokenFile(tokenFile())
                .roleArn(ROLE + "corp:analysts")
                .roleSessionName("notebook")
                .build()) {
      AwsSessionCredentials credentials = (AwsSessionCredentials) provider.resolveCredentials();
      Session session =
          tokens.open(credentials.accessKeyId(), credentials.sessionToken()).orElseThrow();
      assertEquals("corp:alice", session.claims().user());
      assertEquals(session.secretAccessKey(), credentials.secretAccessKey());
      assertEquals(
          session.claims().lifetime().end().getEpochSecond(),
          credentials.expirationTime().orElseThrow().getEpochSecond());
    }
  }

  /** The token in the file is renewed by others; the SDK asks early enough, and reads it anew. */
  @Test
  void theSdkAsksForTheNextSessionByItself() throws IOException {
    Path file = tokenFile();
    try (StsClient client = client(AnonymousCredentialsProvider.create());
        StsWebIdentityTokenFileCredentialsProvider provider =
            StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(client)
                .webIdentityTokenFile(file)
                .roleArn(ROLE + "self")
                .roleSessionName("notebook")
                // Of an hour: the time to renew it has come at once, and less than a minute
                // before the time to wait for it, so that the SDK does not spread it.
                .prefetchTime(Duration.ofSeconds(3620))
                .staleTime(Duration.ofSeconds(3570))
                .build()) {
      assertEquals("corp:alice", userOf(provider));
      Files.writeString(file, issuer.token("bob", clock.instant()));
      assertEquals("corp:bob", userOf(provider));
    }
  }

  private String userOf(AwsCredentialsProvider provider) {
    AwsSessionCredentials credentials = (AwsSessionCredentials) provider.resolveCredentials();
    return tokens
        .open(credentials.accessKeyId(), credentials.sessionToken())
        .orElseThrow()
        .claims()
        .user();
  }

  @Test
  void whatIsRefusedHasTheExceptionThatTheSdkHasForIt() {
    try (StsClient client = client(AnonymousCredentialsProvider.create())) {
      assertThrows(
          InvalidIdentityTokenException.class,
          () ->
              client.assumeRoleWithWebIdentity(request ->
                  request.roleArn(ROLE + "self").roleSessionName("me").webIdentityToken("x.y.z")));
      StsException denied =
          assertThrows(
              StsException.class,
              () ->
                  client.assumeRoleWithWebIdentity(request ->
                      request
                          .roleArn(ROLE + "corp:admins")
                          .roleSessionName("me")
                          .webIdentityToken(issuer.token("alice", clock.instant()))));
      assertEquals("AccessDenied", denied.awsErrorDetails().errorCode());
      assertTrue(denied.requestId().matches("[0-9A-F]{16}"), denied.requestId());
    }
  }

  private static StaticCredentialsProvider key(String id, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
  }

  @Test
  void aKeyTakesOnARoleAndTheSessionKnowsWhoItIs() {
    try (StsClient client = client(key("AKIDALICE", "secret"));
        StsAssumeRoleCredentialsProvider provider =
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(
                    request -> request.roleArn(ROLE + "analysts").roleSessionName("nightly"))
                .build();
        StsClient inSession = client(provider)) {
      assertEquals("arn:aws:iam::000000000000:user/alice", client.getCallerIdentity().arn());
      assertEquals(
          "arn:aws:sts::000000000000:assumed-role/analysts/nightly",
          inSession.getCallerIdentity().arn());
    }
  }

  @Test
  void whoSignsWithAnotherSecretOrAnUnknownKeyIsToldTheSame() {
    for (StaticCredentialsProvider wrong :
        List.of(key("AKIDALICE", "other"), key("AKIDNOBODY", "unknown"))) {
      try (StsClient client = client(wrong)) {
        StsException refused = assertThrows(StsException.class, client::getCallerIdentity);
        assertEquals("SignatureDoesNotMatch", refused.awsErrorDetails().errorCode());
      }
    }
  }

  @Test
  void aSessionWithoutItsTokenOrWithThatOfAnotherIsRefused() throws Exception {
    Session one = session();
    Session other = session();
    for (String token : List.of(other.token(), "", one.token().substring(1), "x")) {
      AwsCredentialsProvider mixed =
          () -> AwsSessionCredentials.create(one.accessKeyId(), one.secretAccessKey(), token);
      try (StsClient client = client(mixed)) {
        StsException refused = assertThrows(StsException.class, client::getCallerIdentity, token);
        assertEquals("InvalidClientTokenId", refused.awsErrorDetails().errorCode());
      }
    }
    try (StsClient client = client(key(one.accessKeyId(), one.secretAccessKey()))) {
      assertThrows(StsException.class, client::getCallerIdentity);
    }
    AwsCredentialsProvider lastingWithToken =
        () -> AwsSessionCredentials.create("AKIDALICE", "secret", one.token());
    try (StsClient client = client(lastingWithToken)) {
      assertThrows(StsException.class, client::getCallerIdentity);
    }
  }

  private Session session() throws Exception {
    return tokens.begin(
        new SessionClaims(
            "corp:alice",
            new TreeSet<>(),
            new AssumedRole("self", "test"),
            new SessionOrigin.Provider("corp"),
            new SessionLifetime(clock.instant(), clock.instant().plusSeconds(900))));
  }

  /** A request as boto3 signs it: over the hash of the body, which no header names. */
  private Map<String, String> signed(String body, Instant time, String service, String region) {
    RequestSignature alice = new RequestSignature("AKIDALICE", "secret", null, region, service);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line :
        alice.lines(
            "POST",
            "/sts",
            Map.of(
                "host", "127.0.0.1:" + port(), "content-type", "application/x-www-form-urlencoded"),
            RequestSignature.sha256(body.getBytes(StandardCharsets.UTF_8)),
            time)) {
      headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
    }
    return headers;
  }

  private String code(Map<String, String> headers, String body) {
    StringBuilder request = new StringBuilder("POST /sts HTTP/1.1\r\nConnection: close\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    request.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    return new RawHttp(port()).exchange(request.toString()).code();
  }

  @Test
  void aSignatureIsForOneBodyTimePlaceAndSetOfHeaders() {
    String body = "Action=GetCallerIdentity&Version=2011-06-15";
    Instant now = clock.instant();
    Map<String, String> good = signed(body, now, "sts", "eu-west-1");
    assertEquals("", code(good, body));
    assertEquals("SignatureDoesNotMatch", code(good, body + "&"));
    Map<String, String> s3 = signed(body, now, "s3", "eu-west-1");
    assertEquals("IncompleteSignature", code(s3, body));
    Map<String, String> elsewhere = signed(body, now, "sts", "ap-south-1");
    assertEquals("IncompleteSignature", code(elsewhere, body));
    assertEquals("", code(signed(body, now, "sts", "us-east-1"), body));
    for (long minutes : new long[] {-16, 16}) {
      Map<String, String> late = signed(body, now.plusSeconds(60 * minutes), "sts", "eu-west-1");
      assertEquals("RequestExpired", code(late, body));
    }
    assertEquals("", code(signed(body, now.minusSeconds(14 * 60), "sts", "eu-west-1"), body));
    assertEquals("IncompleteSignature", code(with(good, "x-amz-target", "x"), body));
    assertEquals("SignatureDoesNotMatch", code(with(good, "host", "other"), body));
    String authorization = String.valueOf(good.get("Authorization"));
    assertEquals(
        "IncompleteSignature", code(with(good, "Authorization", authorization + "0"), body));
    String unsorted =
        authorization.replace("content-type;host;x-amz-date", "host;content-type;x-amz-date");
    assertEquals("IncompleteSignature", code(with(good, "Authorization", unsorted), body));
    String without =
        authorization.replace("content-type;host;x-amz-date", "content-type;x-amz-date");
    assertEquals("IncompleteSignature", code(with(good, "Authorization", without), body));
    assertEquals("IncompleteSignature", code(with(good, "x-amz-date", "yesterday"), body));
    assertEquals(
        "IncompleteSignature", code(with(good, "Authorization", "AWS AKIDALICE:c2ln"), body));
  }

  @Test
  void theBodyIsPartOfEverySignature() {
    String body = "Action=GetCallerIdentity&Version=2011-06-15";
    String hash = RequestSignature.sha256(body.getBytes(StandardCharsets.UTF_8));
    for (String claim : List.of(RequestSignature.UNSIGNED, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")) {
      assertEquals("IncompleteSignature", code(claiming(claim, claim), body));
    }
    assertEquals("", code(claiming(hash, hash), body));
    assertEquals("SignatureDoesNotMatch", code(claiming(EMPTY_HASH, EMPTY_HASH), body));
  }

  private Map<String, String> claiming(String claim, String hash) {
    RequestSignature alice = new RequestSignature("AKIDALICE", "secret", null, "eu-west-1", "sts");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/x-www-form-urlencoded");
    for (String line :
        alice.lines(
            "POST",
            "/sts",
            Map.of("host", "127.0.0.1:" + port(), "x-amz-content-sha256", claim),
            hash,
            clock.instant())) {
      headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
    }
    return headers;
  }

  @Test
  void whoAsksWithAPresignedUrlIsKnown() {
    RawHttp http = new RawHttp(port());
    String asked = "/sts?Action=GetCallerIdentity&Version=2011-06-15";
    RequestSignature alice = new RequestSignature("AKIDALICE", "secret", null, "us-east-1", "sts");
    String host = "127.0.0.1:" + port();
    String url = alice.presigned(asked, host, EMPTY_HASH, clock.instant());
    RawHttp.Answer answer = http.get(url);
    assertEquals(200, answer.status(), answer.text());
    assertTrue(answer.text().contains(":user/alice<"), answer.text());
    assertEquals("SignatureDoesNotMatch", http.get(url.replace("=300", "=301")).code());
    String ended =
        alice.presigned(asked, host, EMPTY_HASH, clock.instant().minus(Duration.ofMinutes(6)));
    assertEquals("IncompleteSignature", http.get(ended).code());
    String unsigned = alice.presigned(asked, host, RequestSignature.UNSIGNED, clock.instant());
    assertEquals("SignatureDoesNotMatch", http.get(unsigned).code());
    String other =
        new RequestSignature("AKIDALICE", "other", null, "us-east-1", "sts")
            .presigned(asked, host, EMPTY_HASH, clock.instant());
    assertEquals("SignatureDoesNotMatch", http.get(other).code());
  }

  /** A URL of STS may give credentials: whoever finds it late gets none. */
  @Test
  void aPresignedUrlIsGoodForAQuarterOfAnHourAtMost() {
    RequestSignature alice = new RequestSignature("AKIDALICE", "secret", null, "us-east-1", "sts");
    String asked = "/sts?Action=GetCallerIdentity&Version=2011-06-15";
    RawHttp http = new RawHttp(port());
    for (int minutes : new int[] {14, 16}) {
      Instant then = clock.instant().minus(Duration.ofMinutes(minutes));
      String url = alice.presigned(asked, "127.0.0.1:" + port(), EMPTY_HASH, then, 604_800);
      assertEquals(minutes == 14 ? "" : "IncompleteSignature", http.get(url).code());
    }
  }

  @Test
  void aPlusInAQueryMeansToTheServiceWhatItMeansToTheSignature() {
    RequestSignature alice = new RequestSignature("AKIDALICE", "secret", null, "eu-west-1", "sts");
    String signed =
        "/sts?Action=AssumeRole"
            + "&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fno%20group"
            + "&RoleSessionName=cli&Version=2011-06-15";
    String[] lines =
        alice
            .lines(
                "GET", signed, Map.of("host", "127.0.0.1:" + port()), EMPTY_HASH, clock.instant())
            .toArray(String[]::new);
    for (String sent : List.of(signed, signed.replace("%20", "+"))) {
      RawHttp.Answer answer = new RawHttp(port()).get(sent, lines);
      assertEquals("AccessDenied", answer.code(), sent);
      assertTrue(answer.text().contains("role/no group"), answer.text());
    }
  }

  /** With a token, without one, in the header and in the query. */
  @Test
  void noAnswerTellsWhetherAKeyExists() {
    for (String token : new String[] {null, "made-up", ""}) {
      assertEquals(header("AKIDALICE", token), header("AKIDNOBODY", token), "token " + token);
      assertEquals(query("AKIDALICE", token), query("AKIDNOBODY", token), "token " + token);
    }
    assertTrue(header("AKIDALICE", null).contains("SignatureDoesNotMatch"));
    assertTrue(header("AKIDALICE", "made-up").contains("InvalidClientTokenId"));
    assertTrue(query("AKIDALICE", "made-up").contains("InvalidClientTokenId"));
  }

  private String header(String accessKeyId, @Nullable String token) {
    RequestSignature guess =
        new RequestSignature(accessKeyId, "guessed", token, "eu-west-1", "sts");
    String target = "/sts?Action=GetCallerIdentity&Version=2011-06-15";
    List<String> lines =
        guess.lines(
            "GET", target, Map.of("host", "127.0.0.1:" + port()), EMPTY_HASH, clock.instant());
    return told(new RawHttp(port()).get(target, lines.toArray(String[]::new)));
  }

  private String query(String accessKeyId, @Nullable String token) {
    RequestSignature guess =
        new RequestSignature(accessKeyId, "guessed", token, "eu-west-1", "sts");
    return told(
        new RawHttp(port())
            .get(
                guess.presigned(
                    "/sts?Action=GetCallerIdentity&Version=2011-06-15",
                    "127.0.0.1:" + port(),
                    EMPTY_HASH,
                    clock.instant())));
  }

  /** All of an answer but what is of its own in every answer. */
  private static String told(RawHttp.Answer answer) {
    String id = answer.header("x-amzn-RequestId").orElseThrow();
    return answer.status()
        + answer.everything().replace(id, "ID").replaceAll("(?m)^Date: .*$", "Date");
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return changed;
  }
}
