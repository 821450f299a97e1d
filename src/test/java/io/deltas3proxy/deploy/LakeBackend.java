package io.deltas3proxy.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small S3 server over objects in memory, which takes every key, even those that a directory
 * cannot hold, and misbehaves for some. It checks no signature.
 */
final class LakeBackend {

  static final String BUCKET = "warehouse";

  private static final String ETAG = "\"0123456789abcdef0123456789abcdef\"";
  private static final int BACKLOG = 1024;
  private static final long MOST_HELD_SECONDS = 15;

  /** Example: {@code bytes=0-9}, {@code bytes=5-}, {@code bytes=-3}. */
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  private final SortedMap<String, byte[]> objects;
  private final HttpServer server;
  private volatile Gate gate = new Gate(0);

  private LakeBackend(SortedMap<String, byte[]> objects, HttpServer server) {
    this.objects = objects;
    this.server = server;
  }

  /** Starts a server; {@code objects} is in the order of a listing. */
  static LakeBackend start(SortedMap<String, byte[]> objects) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    LakeBackend backend = new LakeBackend(objects, server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", backend::serve);
    server.start();
    return backend;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Requests for the held file wait from now on, until so many of them wait at one time. */
  void hold(int requests) {
    gate = new Gate(requests);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path =
          URLDecoder.decode(
              exchange.getRequestURI().getRawPath().replace("+", "%2B"), StandardCharsets.UTF_8);
      String key = path.startsWith("/" + BUCKET + "/") ? path.substring(BUCKET.length() + 2) : "";
      byte[] content = objects.get(key);
      if (key.isEmpty()) {
        list(exchange);
      } else if (content == null) {
        send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
      } else {
        give(exchange, key, content);
      }
    }
  }

  private void give(HttpExchange exchange, String key, byte[] content) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (!head && key.endsWith(Lake.HELD.key())) {
      gate.pass();
    }
    Span span =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
            .map(range -> Span.of(range, content.length))
            .orElse(new Span(200, 0, content.length));
    exchange.getResponseHeaders().set("ETag", ETAG);
    exchange.getResponseHeaders().set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
    if (span.status() == 416) {
      send(exchange, 416, "<Error><Code>InvalidRange</Code></Error>");
      return;
    }
    if (span.status() == 206) {
      String sent = span.from() + "-" + (span.to() - 1) + "/" + content.length;
      exchange.getResponseHeaders().set("Content-Range", "bytes " + sent);
    }
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(span.length()));
      exchange.sendResponseHeaders(span.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(span.status(), span.length());
    OutputStream body = exchange.getResponseBody();
    if (key.endsWith(Lake.CUT_AT_ONCE.key())) {
      body.flush();
    } else {
      boolean cut = key.endsWith(Lake.CUT.key());
      body.write(content, span.from(), cut ? span.length() / 2 : span.length());
      body.flush();
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("start-after", "");
    String delimiter = query.getOrDefault("delimiter", "");
    StringBuilder xml = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
    xml.append("<IsTruncated>false</IsTruncated>");
    String lastCommon = "";
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      String key = object.getKey();
      if (!key.startsWith(prefix) || objects.comparator().compare(key, after) <= 0) {
        continue;
      }
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      if (end < 0) {
        xml.append("<Contents><Key>")
            .append(encode(key))
            .append("</Key><Size>")
            .append(object.getValue().length)
            .append("</Size><ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag>")
            .append("<LastModified>2015-10-21T07:28:00.000Z</LastModified></Contents>");
      } else if (!key.substring(0, end + 1).equals(lastCommon)) {
        lastCommon = key.substring(0, end + 1);
        xml.append("<CommonPrefixes><Prefix>")
            .append(encode(lastCommon))
            .append("</Prefix></CommonPrefixes>");
      }
    }
    send(exchange, 200, xml.append("</ListBucketResult>").toString());
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static String encode(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Opens when enough wait in front of it at one time; who waits too long is turned away. */
  private static final class Gate {
    private final int enough;
    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);

    Gate(int enough) {
      this.enough = enough;
    }

    void pass() throws IOException {
      if (waiting.incrementAndGet() >= enough) {
        open.countDown();
      }
      try {
        if (!open.await(MOST_HELD_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("not enough requests waited at one time");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      } finally {
        waiting.decrementAndGet();
      }
    }
  }

  /** What part of an object is sent: from an index, to an index that is not sent any more. */
  private record Span(int status, int from, int to) {

    static Span of(String range, int length) {
      Matcher parts = RANGE.matcher(range);
      if (!parts.matches()) {
        return new Span(200, 0, length);
      }
      if (parts.group(1).isEmpty()) {
        int from = Math.max(0, length - Integer.parseInt(parts.group(2)));
        return new Span(206, from, length);
      }
      int from = Integer.parseInt(parts.group(1));
      String last = parts.group(2);
      int to = last.isEmpty() ? length : Math.min(length, Integer.parseInt(last) + 1);
      return from >= length ? new Span(416, 0, 0) : new Span(206, from, to);
    }

    int length() {
      return to - from;
    }
  }
}
