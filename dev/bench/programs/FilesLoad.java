import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Uploads files by forms, all at the same time, through a proxy with a small heap into an S3 server
 * that costs next to nothing, and prints what it took.
 *
 * <p>usage: FilesLoad.java WAR [UPLOADS] [MEGABYTES] [HEAP]
 */
final class FilesLoad {

  private static final int MEGABYTE = 1 << 20;
  private static final String TOKEN = "a-token-of-thirty-two-characters-or-more";
  private static final String LISTENS = "delta-s3-proxy listens on port ";

  /** Bytes of objects and, before they are complete, of their parts. */
  private static final Map<String, Long> OBJECTS = new ConcurrentHashMap<>();

  private static final Map<String, AtomicLong> UPLOADS = new ConcurrentHashMap<>();
  private static final AtomicLong IDS = new AtomicLong();

  private FilesLoad() {}

  public static void main(String[] args) throws Exception {
    int uploads = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    int megabytes = args.length > 2 ? Integer.parseInt(args[2]) : 64;
    String heap = args.length > 3 ? args[3] : "512m";
    try (ServerSocket server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> accept(server));
      Path work = Files.createTempDirectory("files-load");
      Files.writeString(work.resolve("config.json"), configuration(server.getLocalPort(), uploads));
      Process proxy =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError", "-jar", args[0])
              .directory(work.toFile())
              .redirectError(work.resolve("errors.log").toFile())
              .start();
      try {
        int port = port(proxy);
        run(port, uploads, megabytes);
        String status = Files.readString(Path.of("/proc/" + proxy.pid() + "/status"));
        status.lines().filter(line -> line.startsWith("VmHWM")).forEach(System.out::println);
        System.out.println("uploads left at the store: " + UPLOADS.size());
        try (var left = Files.list(work.resolve("files-spool"))) {
          System.out.println("files left in the spool: " + (left.count() - 1));
        }
      } finally {
        proxy.destroy();
        proxy.waitFor();
      }
    }
  }

  private static String configuration(int port, int uploads) {
    return """
    {"port": 0, "metricsPort": null,
     "stores": {"sink": {"endpoint": "http://127.0.0.1:%d", "allowPrivateEndpoint": true,
       "accessKeyId": "AKIDSINK", "secretAccessKey": "any-secret", "buckets": ["sink"]}},
     "files": {"buckets": {"in": "s3://sink/f"}, "tokens": {"alice": "%s"},
       "maxConcurrentUploads": %d,
       "access": [{"user": "alice", "privileges": ["write"]}]}}
    """.formatted(port, TOKEN, uploads);
  }

  private static int port(Process proxy) throws IOException {
    BufferedReader output = proxy.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(LISTENS)) {
        Thread.ofPlatform().daemon().start(() -> drain(output));
        return Integer.parseInt(line.substring(LISTENS.length()));
      }
    }
    throw new IOException("the proxy does not start");
  }

  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {
        // Nobody reads the log.
      }
    } catch (IOException e) {
      // The proxy has ended.
    }
  }

  private static void run(int port, int uploads, int megabytes) throws Exception {
    byte[] piece = new byte[MEGABYTE];
    new java.util.Random(1).nextBytes(piece);
    CountDownLatch ready = new CountDownLatch(uploads);
    long start = System.nanoTime();
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < uploads; i++) {
        String name = "f" + i;
        all.add(threads.submit(() -> upload(port, name, piece, megabytes, ready)));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int good = 0;
    for (Future<Integer> one : all) {
      good += one.get() == 200 ? 1 : 0;
    }
    long whole =
        OBJECTS.values().stream().filter(size -> size == (long) megabytes * MEGABYTE).count();
    System.out.printf(
        Locale.ROOT,
        "%d of %d uploads of %d MiB answered 200, %d objects whole, %.1f s, %.0f MiB/s%n",
        good, uploads, megabytes, whole, seconds, (double) uploads * megabytes / seconds);
  }

  private static int upload(
      int port, String name, byte[] piece, int megabytes, CountDownLatch ready) throws Exception {
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"bucket_name\"\r\n\r\nin\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"object_name\"\r\n\r\n" + name + "\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file_request\"; filename=\"f\"\r\n\r\n";
    String end = "\r\n--b--\r\n";
    long length = form.length() + (long) megabytes * MEGABYTE + end.length();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      // All are connected before the first byte is sent.
      ready.countDown();
      ready.await();
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN
                  + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " + length
                  + "\r\n\r\n" + form)
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < megabytes; i++) {
        out.write(piece);
      }
      out.write(end.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(status.substring(9));
    }
  }

  // --- the S3 server ---

  private static void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void serve(Socket socket) {
    byte[] buffer = new byte[1 << 16];
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
      while (answer(in, socket.getOutputStream(), buffer)) {
        // The next request of the connection.
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private static boolean answer(InputStream in, OutputStream out, byte[] buffer)
      throws IOException {
    String line = line(in);
    if (line == null) {
      return false;
    }
    String[] request = line.split(" ");
    Map<String, String> headers = new HashMap<>();
    for (String each = line(in); each != null && !each.isEmpty(); each = line(in)) {
      int colon = each.indexOf(':');
      headers.put(
          each.substring(0, colon).toLowerCase(Locale.ROOT), each.substring(colon + 1).strip());
    }
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
    for (long left = length; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException();
      }
      left -= count;
    }
    String[] target = request[1].split("\\?", 2);
    String query = target.length > 1 ? target[1] : "";
    int at = query.indexOf("uploadId=");
    String id = at < 0 ? "" : query.substring(at + 9).split("&")[0];
    switch (request[0]) {
      case "PUT" -> {
        if (id.isEmpty()) {
          OBJECTS.put(target[0], length);
        } else {
          UPLOADS.get(id).addAndGet(length);
        }
        send(out, "200 OK", "ETag: \"0123456789abcdef0123456789abcdef\"\r\n", "");
      }
      case "POST" -> {
        if (id.isEmpty()) {
          String made = "u" + IDS.incrementAndGet();
          UPLOADS.put(made, new AtomicLong());
          send(out, "200 OK", "", "<InitiateMultipartUploadResult><UploadId>" + made
              + "</UploadId></InitiateMultipartUploadResult>");
        } else {
          OBJECTS.put(target[0], UPLOADS.remove(id).get());
          send(out, "200 OK", "", "<CompleteMultipartUploadResult><ETag>\"x-1\"</ETag>"
              + "</CompleteMultipartUploadResult>");
        }
      }
      case "HEAD" -> out.write(
          ("HTTP/1.1 200 OK\r\nETag: \"x-1\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
                  + "Content-Length: " + OBJECTS.get(target[0]) + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      case "DELETE" -> {
        UPLOADS.remove(id);
        send(out, "204 No Content", "", "");
      }
      default -> send(out, "501 Not Implemented", "", "");
    }
    return true;
  }

  private static void send(OutputStream out, String status, String headers, String body)
      throws IOException {
    String length = status.startsWith("204") ? "" : "Content-Length: " + body.length() + "\r\n";
    out.write(
        ("HTTP/1.1 " + status + "\r\n" + headers + length + "\r\n" + body)
            .getBytes(StandardCharsets.US_ASCII));
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
