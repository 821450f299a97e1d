package io.deltas3proxy.testing;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where an OpenID Connect provider logs people in: it vouches for whoever it was told to, without a
 * question, and gives tokens for codes. It is as strict as its standards want it.
 */
public final class LoginDesk {

  public static final String CLIENT = "website";
  public static final String SECRET = "s3cr3t:/+ of the client";

  /** A code that was given, with what was asked for. */
  private record Given(Map<String, String> asked, String user, List<String> groups) {}

  private final TokenServer server;
  private final Map<String, Given> codes = new ConcurrentHashMap<>();
  private volatile String user = "alice";
  private volatile List<String> groups = List.of();
  private volatile boolean refusing;
  private volatile UnaryOperator<JWTClaimsSet.Builder> changes = UnaryOperator.identity();

  LoginDesk(TokenServer server) {
    this.server = server;
  }

  /** Who logs in from now on. */
  public void vouchFor(String name, String... of) {
    user = name;
    groups = List.of(of);
  }

  /** From now on people say no. */
  public void refuse() {
    refusing = true;
  }

  /** Makes tokens otherwise than they should be. */
  public void change(UnaryOperator<JWTClaimsSet.Builder> how) {
    changes = how;
  }

  String discovery() {
    return "\"authorization_endpoint\":\"%s/authorize?tenant=1\",\"token_endpoint\":\"%s/token\""
        .formatted(server.issuer(), server.issuer());
  }

  /** Whether it was for this desk. */
  boolean answers(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/realm/authorize" -> authorize(exchange);
      case "/realm/token" -> token(exchange);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    boolean good =
        "1".equals(asked.get("tenant"))
            && "code".equals(asked.get("response_type"))
            && CLIENT.equals(asked.get("client_id"))
            && "S256".equals(asked.get("code_challenge_method"))
            && asked.getOrDefault("scope", "").startsWith("openid")
            && asked.keySet().containsAll(List.of("state", "nonce", "code_challenge"))
            && asked.getOrDefault("redirect_uri", "").contains("/_proxy/login/");
    if (!good) {
      TokenServer.send(exchange, 400, "{}");
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, new Given(asked, user, groups));
    String answer = refusing ? "error=access_denied" : "code=" + code;
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri")
                + "?"
                + answer
                + "&state="
                + URLEncoder.encode(asked.getOrDefault("state", ""), StandardCharsets.UTF_8)
                + "&iss="
                + URLEncoder.encode(server.issuer(), StandardCharsets.UTF_8));
    TokenServer.send(exchange, 302, "");
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> shown =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (!basic().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      TokenServer.send(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    // A code is good once.
    Given given = codes.remove(shown.getOrDefault("code", ""));
    if (given == null
        || !"authorization_code".equals(shown.get("grant_type"))
        || !given.asked().getOrDefault("redirect_uri", "").equals(shown.get("redirect_uri"))
        || !digest(shown.getOrDefault("code_verifier", ""))
            .equals(given.asked().get("code_challenge"))) {
      TokenServer.send(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    JWTClaimsSet.Builder claims =
        server
            .claims(given.user(), Instant.now())
            .audience(CLIENT)
            .claim("groups", given.groups())
            .claim("nonce", given.asked().get("nonce"));
    String token = server.sign(changes.apply(claims).build());
    TokenServer.send(
        exchange,
        200,
        "{\"access_token\":\"none\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}");
  }

  private static String basic() {
    String both =
        URLEncoder.encode(CLIENT, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, String> form(@Nullable String text) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : (text == null ? "" : text).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
