package io.deltas3proxy.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An OpenID Connect provider: its discovery document, its keys, and tokens signed by them. */
public final class TokenServer implements AutoCloseable {

  public static final String AUDIENCE = "lake";

  /** Made once: making one takes a while. */
  private static final RSAKey FIRST_KEY = newKey("key-1");

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile RSAKey key = FIRST_KEY;
  private volatile List<JWK> published = List.of(key.toPublicJWK());
  private volatile Answer answer = Answer.KEYS;
  private final LoginDesk desk = new LoginDesk(this);

  /** What is answered when keys are asked for. */
  public enum Answer {
    KEYS,
    FAILURE,
    REDIRECT,
    HUGE,
    NONSENSE,
    SILENCE,
    OTHER_ISSUER
  }

  private TokenServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException("no server", e);
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  public static TokenServer start() {
    return new TokenServer();
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
  }

  /** Paths that were asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Where people log in. */
  public LoginDesk desk() {
    return desk;
  }

  /** How often the keys were asked for. */
  public long keyRequests() {
    return requests.stream().filter(path -> path.endsWith("/keys")).count();
  }

  public void answerWith(Answer next) {
    answer = next;
  }

  /** The private key that signs now. */
  public RSAKey key() {
    return key;
  }

  /** Signs with a new key from now on, and publishes that alone. */
  public void rotate(String keyId) {
    key = newKey(keyId);
    published = List.of(key.toPublicJWK());
  }

  /** Publishes other keys than the one that signs. */
  public void publish(JWK... keys) {
    published = List.of(keys);
  }

  public static RSAKey newKey(String keyId) {
    try {
      return new RSAKeyGenerator(2048).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("no key", e);
    }
  }

  /** Claims of a good token for ten minutes; to be changed by tests. */
  public JWTClaimsSet.Builder claims(String subject, Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject(subject)
        .audience(AUDIENCE)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  /** A good token, signed by the key of now. */
  public String token(String subject, Instant now, String... groups) {
    return sign(claims(subject, now).claim("groups", List.of(groups)).build());
  }

  public String sign(JWTClaimsSet claims) {
    return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
  }

  /** A token with any header, signed by the key of now. */
  public String sign(JWSHeader header, JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("not signed", e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    boolean discovery = path.equals("/realm/.well-known/openid-configuration");
    if (answer == Answer.KEYS && desk.answers(exchange)) {
      return;
    }
    switch (answer) {
      case KEYS -> send(exchange, 200, discovery ? discovery(issuer()) : keys());
      case OTHER_ISSUER -> send(exchange, 200, discovery(issuer() + "/"));
      case FAILURE -> send(exchange, 500, "{}");
      case NONSENSE -> send(exchange, 200, "<html>Sign in</html>");
      case HUGE -> send(exchange, 200, "{\"keys\":[" + " ".repeat(1 << 20) + "]}");
      case REDIRECT -> {
        exchange.getResponseHeaders().set("Location", issuer() + "/elsewhere/keys");
        send(exchange, 302, "");
      }
      case SILENCE -> exchange.sendResponseHeaders(200, 1000);
    }
  }

  private String discovery(String issuer) {
    return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\",%s}"
        .formatted(issuer, issuer(), desk.discovery());
  }

  private String keys() {
    return new JWKSet(published).toString();
  }

  static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
