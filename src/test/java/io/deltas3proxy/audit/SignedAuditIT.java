package io.deltas3proxy.audit;

import static io.deltas3proxy.testing.SignedLake.ALICE;
import static io.deltas3proxy.testing.SignedLake.BOB;
import static io.deltas3proxy.testing.SignedLake.CAROL;
import static io.deltas3proxy.testing.SignedLake.HIDDEN;
import static io.deltas3proxy.testing.SignedLake.LISTING;
import static io.deltas3proxy.testing.SignedLake.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SignedHttp;
import io.deltas3proxy.testing.SignedLake;
import io.deltas3proxy.testing.TestDatabases;
import io.deltas3proxy.testing.TokenServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The audit trail of the whole product, of callers who sign: in the file and in the database. */
@Timeout(120)
class SignedAuditIT {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;
  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final TokenServer issuer = TokenServer.start();
  private Product product;

  @BeforeEach
  void start() {
    String configuration =
        """
        ,'databaseEnabled': true, 'database': {'uri': 'sqlite:accounts.db', 'secretKey': '%1$s'},
        'audit': {'file': 'audit.jsonl', 'database': true},
        'admin': {'enabled': true, 'tokens': {'ada': '%2$s'}},
        'sts': {'tokenKey': '%1$s'},
        'groups': {'corp:analysts': {'allowedPartitions': {'big': [{}]}}},
        'oidc': {'corp': {'issuer': '%3$s', 'audience': ['lake'], 'allowPrivateEndpoint': true}}
        """
            .formatted(KEY, TOKEN, issuer.issuer())
            .replace('\'', '"');
    product = Product.start(directory, SignedLake.configuration(directory) + configuration);
  }

  @AfterEach
  void stop() {
    product.close();
    issuer.close();
  }

  private SignedHttp as(AwsBasicCredentials who) {
    return new SignedHttp(product, who);
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("audit.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** Lines are added when requests have ended, for which clients do not wait. */
  private JsonNode line(Predicate<JsonNode> wanted) throws IOException {
    while (true) {
      String text = Files.readString(directory.resolve("audit.jsonl"));
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        JsonNode parsed = JSON.readTree(line);
        if (wanted.test(parsed)) {
          return parsed;
        }
      }
      Thread.onSpinWait();
    }
  }

  private static Predicate<JsonNode> has(String key, String value) {
    return line -> line.path(key).asText().equals(value);
  }

  private static String told(JsonNode line) {
    List<String> told = new ArrayList<>();
    for (String key : List.of("user", "operation", "result", "status", "error")) {
      told.add(line.path(key).asText("-"));
    }
    return String.join(" ", told);
  }

  @Test
  void whatVerifiedUsersDoHasALineEach() throws Exception {
    assertEquals(206, as(ALICE).get(OPEN, "Range: bytes=5-14").status());
    assertEquals(200, as(ALICE).send("HEAD", OPEN).status());
    assertEquals(403, as(ALICE).get(HIDDEN).status());
    assertEquals(403, as(ALICE).send("HEAD", HIDDEN).status());
    assertEquals(200, as(ALICE).get(LISTING).status());
    assertEquals(403, as(ALICE).send("DELETE", OPEN).status());
    assertEquals(200, as(CAROL).get(LISTING).status());
    assertEquals(403, as(CAROL).get(OPEN).status());
    AwsBasicCredentials forged = AwsBasicCredentials.create(ALICE.accessKeyId(), "guessed-secret");
    assertEquals(403, as(forged).get(OPEN).status());
    assertEquals(403, product.http().get(OPEN).status());
    product.close();
    List<JsonNode> lines = lines();
    assertEquals(
        List.of(
            "- GetObject denied 403 AccessDenied",
            "- GetObject denied 403 SignatureDoesNotMatch",
            "alice DeleteObject denied 403 AccessDenied",
            "alice GetObject allowed 206 -",
            "alice GetObject denied 403 AccessDenied",
            "alice HeadObject allowed 200 -",
            "alice HeadObject denied 403 AccessDenied",
            "alice ListObjectsV2 allowed 200 -",
            "carol GetObject denied 403 AccessDenied",
            "carol ListObjectsV2 allowed 200 -"),
        lines.stream().map(SignedAuditIT::told).sorted().toList());
    JsonNode range = lines.stream().filter(has("status", "206")).findAny().orElseThrow();
    assertEquals(10, range.path("bytes").asLong());
    assertTrue(range.path("verified").asBoolean());
    assertEquals(ALICE.accessKeyId(), range.path("accessKeyId").asText());
    assertEquals("[\"readers\"]", range.path("groups").toString());
    assertEquals("[{\"MIC\":\"XLON\"}]", range.path("partitions").toString());
    assertTrue(range.path("rule").asText().contains("alice"), range::toString);
    assertEquals(1, range.path("tableVersion").asLong());
    JsonNode denied =
        lines.stream()
            .filter(has("operation", "GetObject"))
            .filter(has("target", HIDDEN))
            .findAny()
            .orElseThrow();
    assertEquals("[{\"MIC\":\"XPAR\"}]", denied.path("partitions").toString());
    assertFalse(denied.has("rule"));
    JsonNode forgery =
        lines.stream().filter(has("error", "SignatureDoesNotMatch")).findAny().orElseThrow();
    assertFalse(forgery.path("verified").asBoolean(true));
    assertEquals(ALICE.accessKeyId(), forgery.path("accessKeyId").asText());
    String all = Files.readString(directory.resolve("audit.jsonl"));
    assertFalse(all.replace("\n", "").chars().anyMatch(c -> c < ' ' || c > '~'), all);
  }

  @Test
  void presignedAddressesHaveLinesWithoutTheirSignatures() throws Exception {
    String open = as(ALICE).presigned("GET", OPEN);
    String hidden = as(ALICE).presigned("GET", HIDDEN);
    assertEquals(206, product.http().get(open, "Range: bytes=0-0").status());
    assertEquals(403, product.http().get(hidden).status());
    assertEquals(403, product.http().get(open.replace("open", "oper")).status());
    product.close();
    List<JsonNode> lines = lines();
    assertEquals(
        List.of(
            "- GetObject denied 403 SignatureDoesNotMatch",
            "alice GetObject allowed 206 -",
            "alice GetObject denied 403 AccessDenied"),
        lines.stream().map(SignedAuditIT::told).sorted().toList());
    String all = Files.readString(directory.resolve("audit.jsonl"));
    for (String target : List.of(open, hidden)) {
      String signature = target.replaceAll(".*X-Amz-Signature=([0-9a-f]{64}).*", "$1");
      assertEquals(64, signature.length());
      assertFalse(all.contains(signature), all);
    }
    assertTrue(all.contains("X-Amz-Signature=-"), all);
  }

  @Test
  void anAnswerThatTheClientCutsOffIsSaidToBeSo() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), product.port())) {
      client
          .getOutputStream()
          .write(as(BOB).request("GET", OPEN).getBytes(StandardCharsets.ISO_8859_1));
      assertEquals(
          "HTTP/1.1 200",
          new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
    }
    JsonNode line = line(has("operation", "GetObject"));
    assertTrue(line.path("aborted").asBoolean(), line::toString);
    assertEquals("bob", line.path("user").asText());
    assertFalse(line.has("error"), line::toString);
    assertTrue(line.path("bytes").asLong() < SignedLake.BIG, line::toString);
  }

  private StsClient sts() {
    return StsClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + product.port()))
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  @Test
  void sessionsAreFollowedFromTheirBeginningAndTellNoSecret() throws Exception {
    String idToken = issuer.token("dora", Instant.now(), "analysts");
    Credentials given;
    try (StsClient sts = sts()) {
      given =
          sts.assumeRoleWithWebIdentity(request ->
                  request
                      .roleArn("arn:aws:iam::000000000000:role/corp:analysts")
                      .roleSessionName("notebook")
                      .webIdentityToken(idToken))
              .credentials();
    }
    SignedHttp session =
        new SignedHttp(
            product,
            AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken()));
    assertEquals(206, session.get(HIDDEN, "Range: bytes=0-1").status());
    String presigned = session.presigned("GET", HIDDEN);
    assertEquals(200, product.http().get(presigned).status());
    String refused =
        "/sts?Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=note&RoleArn="
            + "arn:aws:iam::000000000000:role/corp:others&WebIdentityToken="
            + idToken;
    assertEquals(403, product.http().get(refused).status());
    product.close();
    List<JsonNode> lines = lines();
    assertEquals(4, lines.size(), lines::toString);
    // A line is written after its answer, so a later one may come before it.
    List<JsonNode> reads =
        lines.stream()
            .filter(line -> line.path("issuedKey").isMissingNode())
            .filter(line -> line.path("status").asInt() < 300)
            .toList();
    assertEquals(2, reads.size(), lines::toString);
    List<JsonNode> logins =
        lines.stream()
            .filter(line -> !reads.contains(line))
            .sorted(Comparator.comparing(SignedAuditIT::told))
            .toList();
    JsonNode login = logins.getFirst();
    assertEquals("corp:dora AssumeRoleWithWebIdentity allowed 200 -", told(login));
    assertEquals("corp:analysts", login.path("role").asText());
    assertEquals(given.accessKeyId(), login.path("issuedKey").asText());
    for (JsonNode read : reads) {
      assertEquals("corp:dora", read.path("user").asText());
      assertEquals(given.accessKeyId(), read.path("accessKeyId").asText());
    }
    assertEquals(
        "corp:dora AssumeRoleWithWebIdentity denied 403 AccessDenied", told(logins.getLast()));
    String all = Files.readString(directory.resolve("audit.jsonl"));
    String query = presigned.replaceAll(".*X-Amz-Security-Token=([^&]*).*", "$1");
    for (String secret : List.of(idToken, given.secretAccessKey(), given.sessionToken(), query)) {
      assertTrue(secret.length() >= 40);
      assertFalse(all.contains(secret.substring(0, 40)), all);
    }
  }

  private RawHttp.Answer administer(String method, String path, String body) {
    return product
        .http()
        .exchange(
            method
                + " /admin/v1"
                + path
                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                + BEARER
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  @Test
  void changesOfAdministratorsHaveLinesAndTellNoSecret() throws Exception {
    assertEquals(201, administer("POST", "/users", "{\"name\":\"erin\"}").status());
    RawHttp.Answer made = administer("POST", "/users/erin/keys", "{}");
    String secret = JSON.readTree(made.text()).path("secretAccessKey").asText();
    assertEquals(40, secret.length());
    assertEquals(409, administer("POST", "/users", "{\"name\":\"erin\"}").status());
    assertEquals(401, product.http().get("/admin/v1/users", BEARER + "x").status());
    product.close();
    List<JsonNode> lines = lines();
    Map<String, String> byAction = new TreeMap<>();
    lines.stream()
        .filter(line -> line.has("action"))
        .forEach(line ->
            byAction.put(line.path("action").asText(), line.path("administrator").asText()));
    assertEquals(Map.of("users.add", "ada", "keys.create", "ada"), byAction);
    assertEquals(
        List.of("allowed 201", "allowed 201", "denied 401", "rejected 409"),
        lines.stream()
            .filter(line -> line.path("operation").asText().startsWith("Administration"))
            .map(line -> line.path("result").asText() + " " + line.path("status").asText())
            .sorted()
            .toList());
    String all = Files.readString(directory.resolve("audit.jsonl"));
    assertFalse(all.contains(secret), all);
    assertFalse(all.contains(TOKEN), all);
  }

  @Test
  void theDatabaseSaysWhatTheFileSays() throws Exception {
    assertEquals(403, as(ALICE).get(HIDDEN).status());
    assertEquals(200, as(ALICE).get(LISTING).status());
    assertEquals(200, product.http().get(as(BOB).presigned("GET", HIDDEN)).status());
    assertEquals(201, administer("POST", "/users", "{\"name\":\"erin\"}").status());
    assertEquals(403, product.http().get(OPEN).status());
    product.close();
    DatabaseAddress address = DatabaseAddress.parse("sqlite:accounts.db", directory);
    try (Database database = Database.open(TestDatabases.settings(address))) {
      AuditSearch all =
          new AuditSearch(null, null, null, new AuditSearch.Period(null, null), null, 1000);
      List<JsonNode> rows = new ArrayList<>();
      for (JsonNode row : new JdbcAuditRecords(database).find(all).records()) {
        rows.add(JSON.readTree(row.toString()));
      }
      assertEquals(6, rows.size());
      assertEquals(new HashSet<>(lines()), new HashSet<>(rows));
    }
  }

  @Test
  void administratorsSearchItAndNobodyElseDoes() throws Exception {
    assertEquals(403, as(ALICE).get(HIDDEN).status());
    assertEquals(200, as(ALICE).get(LISTING).status());
    assertEquals(403, as(CAROL).get(OPEN).status());
    JsonNode records = JSON.missingNode();
    while (records.size() != 1) {
      RawHttp.Answer answer =
          product.http().get("/admin/v1/audit?user=alice&result=denied", BEARER);
      assertEquals(200, answer.status(), answer::text);
      records = JSON.readTree(answer.text()).path("records");
    }
    assertEquals("alice GetObject denied 403 AccessDenied", told(records.get(0)));
    assertEquals(HIDDEN, records.get(0).path("target").asText());
    String future = "/admin/v1/audit?from=" + Instant.now().plusSeconds(600);
    assertEquals("{\"records\":[]}", product.http().get(future, BEARER).text());
    RawHttp.Answer signed = as(ALICE).get("/admin/v1/audit");
    assertEquals(401, signed.status());
    String metrics = product.http().get("/metrics").text();
    for (String name :
        Arrays.asList(
            "deltas3proxy_audit_database_lost_total 0.0",
            "deltas3proxy_audit_lost_total 0.0",
            "deltas3proxy_database_connections{state=\"maximum\",} 10.0",
            "deltas3proxy_database_connection_timeouts_total 0.0")) {
      assertTrue(metrics.contains(name), metrics);
    }
  }
}
