package io.deltas3proxy.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Opens pages as a person does: keeps cookies by their paths, and follows redirects if told. */
public final class Browser implements AutoCloseable {

  private static final int MOST_REDIRECTS = 10;

  /** A cookie, and where it goes. */
  private record Cookie(String origin, String path, String value) {}

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final Map<String, Cookie> cookies = new TreeMap<>();
  private final List<String> setCookies = new ArrayList<>();

  /** Opens a page, without following what it leads to. */
  public HttpResponse<String> open(String uri, String... headers) {
    return send(HttpRequest.newBuilder().GET(), uri, headers);
  }

  /** Opens a page and follows redirects to the last. */
  public HttpResponse<String> follow(String uri) {
    HttpResponse<String> answer = open(uri);
    for (int i = 0; i < MOST_REDIRECTS && answer.statusCode() / 100 == 3; i++) {
      answer = open(location(answer));
    }
    return answer;
  }

  /** Where an answer leads. */
  public static String location(HttpResponse<?> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** Sends an empty form. */
  public HttpResponse<String> post(String uri, String... headers) {
    return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()), uri, headers);
  }

  private HttpResponse<String> send(
      HttpRequest.Builder request, String address, String... headers) {
    URI uri = URI.create(address);
    request.uri(uri).header("Accept", "text/html,*/*");
    String sent = cookiesFor(uri);
    if (!sent.isEmpty()) {
      request.header("Cookie", sent);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(uri, cookie));
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException("no answer from " + uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String cookiesFor(URI uri) {
    return cookies.entrySet().stream()
        .filter(cookie -> cookie.getValue().origin().equals(uri.getAuthority()))
        .filter(cookie -> isBelow(uri.getRawPath(), cookie.getValue().path()))
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue().value())
        .collect(Collectors.joining("; "));
  }

  private static boolean isBelow(String path, String above) {
    return above.equals("/") || path.equals(above) || path.startsWith(above + "/");
  }

  private void keep(URI uri, String header) {
    setCookies.add(header);
    String[] parts = header.split("; ", -1);
    int equals = parts[0].indexOf('=');
    String name = parts[0].substring(0, equals);
    String path = parts[1].substring("Path=".length());
    if (header.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, new Cookie(uri.getAuthority(), path, parts[0].substring(equals + 1)));
    }
  }

  /** All that were set, as they were set. */
  public List<String> setCookies() {
    return List.copyOf(setCookies);
  }

  /** The value of a cookie; empty when there is none. */
  public String cookie(String name) {
    Cookie cookie = cookies.get(name);
    return cookie == null ? "" : cookie.value();
  }

  /** Puts a cookie into the jar that another one came by. */
  public void plant(String origin, String name, String value) {
    cookies.put(name, new Cookie(origin, "/", value));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
