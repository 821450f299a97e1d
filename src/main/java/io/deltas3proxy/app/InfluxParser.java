package io.deltas3proxy.app;

import io.deltas3proxy.website.visitor.InfluxSettings;
import io.deltas3proxy.website.visitor.LineTarget;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads which time series get visits: by {@code tcp}, by HTTP in the first form ({@code database})
 * or in the second ({@code org} and {@code bucket}).
 */
final class InfluxParser {

  private static final int MOST_PORT = 65_535;

  private final Section influx;

  private InfluxParser(Section influx) {
    this.influx = influx;
  }

  static Optional<InfluxSettings> parse(Section visitors) {
    boolean wanted = visitors.has("influx");
    Section influx = visitors.section("influx");
    if (wanted && !influx.has("uri")) {
      influx.problem("uri", "is missing: for example http://host:8086 or tcp://host:8094");
    }
    Optional<InfluxSettings> settings = new InfluxParser(influx).parse();
    influx.end();
    return settings;
  }

  private Optional<InfluxSettings> parse() {
    Optional<URI> uri = influx.parsed("uri", InfluxParser::uri);
    Optional<String> query = query(uri);
    Optional<String> authorization = authorization();
    String measurement = influx.text("measurement", "request");
    Map<String, String> tags = tags(influx.section("tags"));
    if (uri.isPresent() && isTcp(uri.get()) && authorization.isPresent()) {
      influx.problem("uri", "tcp has no token and no user: use http or https");
    }
    return uri.map(given -> {
      LineTarget target =
          isTcp(given)
              ? new LineTarget.Tcp(given.getHost(), given.getPort())
              : new LineTarget.Http(URI.create(base(given) + query.orElse("")), authorization);
      return new InfluxSettings(target, measurement, tags);
    });
  }

  private static URI uri(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a URL", e);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean plain =
        uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (!plain || !(http || isTcp(uri))) {
      throw new IllegalArgumentException("must be like http://host:8086 or tcp://host:8094");
    }
    if (isTcp(uri)
        && (uri.getPort() < 1 || uri.getPort() > MOST_PORT || !uri.getRawPath().isEmpty())) {
      throw new IllegalArgumentException("must have a port and no path");
    }
    return uri;
  }

  private static boolean isTcp(URI uri) {
    return "tcp".equals(uri.getScheme());
  }

  private static String base(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private Optional<String> query(Optional<URI> uri) {
    Optional<String> database = influx.text("database");
    Optional<String> org = influx.text("org");
    Optional<String> bucket = influx.text("bucket");
    boolean http = uri.isPresent() && !isTcp(uri.get());
    boolean first = database.isPresent();
    boolean second = org.isPresent() || bucket.isPresent();
    boolean whole = first != second && org.isPresent() == bucket.isPresent();
    if (uri.isPresent() && (http ? !whole : first || second)) {
      influx.problem(
          "database", "http needs either database, or org and bucket; tcp needs none of them");
    }
    return first
        ? database.map(name -> "/write?precision=ns&db=" + encoded(name))
        : org.flatMap(name ->
            bucket.map(into ->
                "/api/v2/write?precision=ns&org=" + encoded(name) + "&bucket=" + encoded(into)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Optional<String> authorization() {
    Optional<String> token = influx.parsed("token", InfluxParser::headerValue);
    Optional<String> user = influx.text("user");
    Optional<String> password = influx.text("password");
    if (user.isPresent() != password.isPresent() || (user.isPresent() && token.isPresent())) {
      influx.problem("user", "goes with password, and not beside token");
    }
    return token
        .map(given -> "Token " + given)
        .or(() -> user.flatMap(name -> password.map(secret -> basic(name, secret))));
  }

  private static String headerValue(String token) {
    if (!token.matches("[!-~]{1,1000}")) {
      throw new IllegalArgumentException("must be of visible ASCII characters");
    }
    return token;
  }

  private static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private static Map<String, String> tags(Section tags) {
    Map<String, String> all = new HashMap<>();
    for (String name : tags.names()) {
      tags.text(name).ifPresent(value -> all.put(name, value));
    }
    return all;
  }
}
