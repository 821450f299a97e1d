import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An S3 server that costs next to nothing: it keeps the contents of logs, and of everything else
 * the size. PutObject with {@code If-None-Match: *}, HeadObject, GetObject, DeleteObject and
 * ListObjectsV2 of one bucket; nobody is verified.
 *
 * <p>usage: WriteSink.java port bucket
 */
final class WriteSink {

  private static final String MODIFIED = "Thu, 01 Jan 2026 00:00:00 GMT";
  private static final int MOST_KEYS = 1000;

  private record Stored(long size, String tag, byte[] content) {}

  private static final NavigableMap<String, Stored> OBJECTS = new ConcurrentSkipListMap<>();
  private static final AtomicLong TAGS = new AtomicLong();

  private final Socket socket;
  private final String root;
  private final byte[] buffer = new byte[1 << 16];

  private WriteSink(Socket socket, String root) {
    this.socket = socket;
    this.root = root;
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    try (ServerSocket server = new ServerSocket(port, 4096, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(new WriteSink(socket, "/" + args[1])::serve);
      }
    }
  }

  private void serve() {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
      OutputStream out = socket.getOutputStream();
      while (answer(in, out)) {
        // The next request of the connection.
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private boolean answer(InputStream in, OutputStream out) throws IOException {
    String line = line(in);
    if (line == null) {
      return false;
    }
    String[] request = line.split(" ");
    Map<String, String> headers = new HashMap<>();
    for (String each = line(in); each != null && !each.isEmpty(); each = line(in)) {
      int colon = each.indexOf(':');
      headers.put(each.substring(0, colon).toLowerCase(Locale.ROOT), each.substring(colon + 1).strip());
    }
    int mark = request[1].indexOf('?');
    String path = mark < 0 ? request[1] : request[1].substring(0, mark);
    String key = path.length() > root.length() ? decoded(path.substring(root.length() + 1)) : "";
    switch (request[0]) {
      case "PUT" -> put(key, headers, in, out);
      case "HEAD", "GET" -> {
        if (key.isEmpty()) {
          list(mark < 0 ? "" : request[1].substring(mark + 1), out);
        } else {
          get(request[0], OBJECTS.get(key), out);
        }
      }
      case "DELETE" -> {
        OBJECTS.remove(key);
        send(out, "204 No Content", "", new byte[0]);
      }
      default -> send(out, "501 Not Implemented", "", new byte[0]);
    }
    return true;
  }

  private void put(String key, Map<String, String> headers, InputStream in, OutputStream out)
      throws IOException {
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    long length = Long.parseLong(headers.get("content-length"));
    byte[] content = null;
    if (key.contains("/_delta_log/")) {
      content = in.readNBytes((int) length);
    } else {
      for (long left = length; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new EOFException();
        }
        left -= count;
      }
    }
    Stored stored = new Stored(length, "\"%032x\"".formatted(TAGS.incrementAndGet()), content);
    if ("*".equals(headers.get("if-none-match"))) {
      if (OBJECTS.putIfAbsent(key, stored) != null) {
        byte[] error = "<Error><Code>PreconditionFailed</Code></Error>".getBytes(StandardCharsets.US_ASCII);
        send(out, "412 Precondition Failed", "Content-Type: application/xml\r\n", error);
        return;
      }
    } else {
      OBJECTS.put(key, stored);
    }
    send(out, "200 OK", "ETag: " + stored.tag() + "\r\n", new byte[0]);
  }

  private static void get(String method, Stored stored, OutputStream out) throws IOException {
    if (stored == null) {
      byte[] error = "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.US_ASCII);
      send(out, "404 Not Found", "Content-Type: application/xml\r\n",
          method.equals("HEAD") ? new byte[0] : error);
      return;
    }
    String about = "ETag: " + stored.tag() + "\r\nLast-Modified: " + MODIFIED + "\r\n";
    if (method.equals("HEAD")) {
      String head = "HTTP/1.1 200 OK\r\n" + about + "Content-Length: " + stored.size() + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
    } else {
      send(out, "200 OK", about, stored.content());
    }
  }

  private static void list(String query, OutputStream out) throws IOException {
    Map<String, String> asked = new HashMap<>();
    for (String each : query.split("&")) {
      int equals = each.indexOf('=');
      asked.put(equals < 0 ? each : each.substring(0, equals), equals < 0 ? "" : decoded(each.substring(equals + 1)));
    }
    String prefix = asked.getOrDefault("prefix", "");
    String after = asked.getOrDefault("continuation-token", asked.getOrDefault("start-after", ""));
    StringBuilder keys = new StringBuilder();
    String last = "";
    int count = 0;
    boolean more = false;
    String from = after.compareTo(prefix) > 0 ? after : prefix;
    for (Map.Entry<String, Stored> entry : OBJECTS.tailMap(from, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (entry.getKey().compareTo(after) <= 0) {
        continue;
      }
      if (count++ == MOST_KEYS) {
        more = true;
        break;
      }
      last = entry.getKey();
      keys.append("<Contents><Key>").append(last).append("</Key><LastModified>2026-01-01T00:00:00.000Z")
          .append("</LastModified><ETag>").append(entry.getValue().tag()).append("</ETag><Size>")
          .append(entry.getValue().size()).append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    String document = "<?xml version=\"1.0\"?><ListBucketResult><Prefix>" + prefix + "</Prefix><KeyCount>"
        + Math.min(count, MOST_KEYS) + "</KeyCount><MaxKeys>" + MOST_KEYS + "</MaxKeys><IsTruncated>" + more
        + "</IsTruncated>" + (more ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "")
        + keys + "</ListBucketResult>";
    send(out, "200 OK", "Content-Type: application/xml\r\n", document.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(OutputStream out, String status, String headers, byte[] body) throws IOException {
    byte[] head = ("HTTP/1.1 " + status + "\r\n" + headers
        + (status.startsWith("204") ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    out.write(whole);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        return null;
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
