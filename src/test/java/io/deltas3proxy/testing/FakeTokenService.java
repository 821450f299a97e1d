package io.deltas3proxy.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * AssumeRole over HTTP. Each session has a key of its own, {@code ASIA1} and so on, whose secret is
 * {@code secret-of-} and the name of the session.
 */
public final class FakeTokenService implements AutoCloseable {

  private final HttpServer server;
  private final Clock clock;
  private final BiConsumer<String, String> issued;
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  private volatile int failing;

  private FakeTokenService(HttpServer server, Clock clock, BiConsumer<String, String> issued) {
    this.server = server;
    this.clock = clock;
    this.issued = issued;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Starts it.
   *
   * @param clock that sessions end by
   * @param issued is told the key and the secret of each session
   */
  public static FakeTokenService start(Clock clock, BiConsumer<String, String> issued) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new FakeTokenService(HttpServer.create(any, 0), clock, issued);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The forms that it was sent; {@code Signer} is the access key of the request. */
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  /** Answers with this status from now on; 0 answers as it should. */
  public void failWith(int status) {
    failing = status;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> form = form(body);
      String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      form.put("Signer", authorization.replaceAll(".*Credential=([^/]*)/.*/sts/.*", "$1"));
      requests.add(form);
      boolean good = failing == 0 && "AssumeRole".equals(form.get("Action"));
      byte[] answer =
          (good ? session(form, requests.size()) : "<ErrorResponse/>")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(good ? 200 : failing == 0 ? 400 : failing, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      form.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private String session(Map<String, String> form, int number) {
    String key = "ASIA" + number;
    String secret = "secret-of-" + form.get("RoleSessionName");
    issued.accept(key, secret);
    long seconds = Long.parseLong(form.getOrDefault("DurationSeconds", "3600"));
    return "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
        + "<AssumeRoleResult><Credentials><AccessKeyId>"
        + key
        + "</AccessKeyId><SecretAccessKey>"
        + secret
        + "</SecretAccessKey><SessionToken>token-"
        + number
        + "</SessionToken><Expiration>"
        + clock.instant().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS)
        + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
