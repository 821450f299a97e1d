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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An S3 server in memory that gives the MD5 of each body as its entity tag, as S3 does, and keeps
 * one content for each length: all objects of a length must be the same. PutObject, HeadObject,
 * GetObject, DeleteObject, CreateBucket, and listings that are always empty; nobody is verified.
 *
 * <p>usage: ContentStore.java port
 */
final class ContentStore {

  private static final String MODIFIED = "Thu, 01 Jan 2026 00:00:00 GMT";

  private record Content(byte[] bytes, String tag) {}

  private static final Map<Integer, Content> CONTENTS = new ConcurrentHashMap<>();
  private static final Map<String, Content> OBJECTS = new ConcurrentHashMap<>();

  private final Socket socket;
  private final byte[] buffer = new byte[1 << 16];

  private ContentStore(Socket socket) {
    this.socket = socket;
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    try (ServerSocket server = new ServerSocket(port, 4096, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(new ContentStore(socket)::serve);
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
    String path = decoded(mark < 0 ? request[1] : request[1].substring(0, mark));
    boolean bucket = path.indexOf('/', 1) < 0 || path.indexOf('/', 1) == path.length() - 1;
    switch (request[0]) {
      case "PUT" -> {
        Content content = received(headers, in, out);
        if (!bucket) {
          OBJECTS.put(path, content);
        }
        send(out, "200 OK", "ETag: " + content.tag() + "\r\n", new byte[0], true);
      }
      case "GET", "HEAD" -> {
        if (bucket) {
          byte[] empty = ("<?xml version=\"1.0\"?><ListBucketResult><KeyCount>0</KeyCount>"
              + "<MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated></ListBucketResult>")
              .getBytes(StandardCharsets.US_ASCII);
          send(out, "200 OK", "Content-Type: application/xml\r\n", empty, request[0].equals("GET"));
        } else {
          give(request[0], OBJECTS.get(path), out);
        }
      }
      case "DELETE" -> {
        OBJECTS.remove(path);
        out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      default -> send(out, "501 Not Implemented", "", new byte[0], true);
    }
    return true;
  }

  private Content received(Map<String, String> headers, InputStream in, OutputStream out)
      throws IOException {
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    Content known = CONTENTS.get(length);
    byte[] kept = known == null ? new byte[length] : null;
    MessageDigest md5 = md5();
    for (int at = 0; at < length; ) {
      int count = in.read(buffer, 0, Math.min(buffer.length, length - at));
      if (count < 0) {
        throw new EOFException();
      }
      md5.update(buffer, 0, count);
      if (kept != null) {
        System.arraycopy(buffer, 0, kept, at, count);
      }
      at += count;
    }
    String tag = "\"" + HexFormat.of().formatHex(md5.digest()) + "\"";
    Content content = kept == null ? known : new Content(kept, tag);
    CONTENTS.putIfAbsent(length, content);
    if (!content.tag().equals(tag)) {
      throw new IOException("another content of the same length");
    }
    return content;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void give(String method, Content content, OutputStream out) throws IOException {
    if (content == null) {
      byte[] error = "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.US_ASCII);
      send(out, "404 Not Found", "Content-Type: application/xml\r\n", error, method.equals("GET"));
      return;
    }
    send(out, "200 OK", "ETag: " + content.tag() + "\r\nLast-Modified: " + MODIFIED + "\r\n",
        content.bytes(), method.equals("GET"));
  }

  private static void send(
      OutputStream out, String status, String headers, byte[] body, boolean withBody)
      throws IOException {
    byte[] head = ("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length
        + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    int first = withBody ? Math.min(body.length, 1 << 16) : 0;
    byte[] begin = new byte[head.length + first];
    System.arraycopy(head, 0, begin, 0, head.length);
    System.arraycopy(body, 0, begin, head.length, first);
    out.write(begin);
    if (withBody && body.length > first) {
      out.write(body, first, body.length - first);
    }
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
