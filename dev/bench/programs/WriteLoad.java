import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that each send one PUT after the other, of keys that are new, and read the answers.
 * Prints what they did as JSON; ends at the first answer that is not 200.
 *
 * <p>usage: WriteLoad.java port prefix bytes clients seconds, where the bytes are those of each
 * object, or {@code commit:first} for commits from a version on, by one client
 */
final class WriteLoad {

  private static final int PIECE = 1 << 16;

  private final int port;
  private final String prefix;
  private final byte[] content;
  private final AtomicLong next;
  private final boolean commits;

  private WriteLoad(int port, String prefix, String what) {
    this.port = port;
    this.prefix = prefix;
    this.commits = what.startsWith("commit:");
    this.next = new AtomicLong(commits ? Long.parseLong(what.substring(7)) : 0);
    this.content = new byte[commits ? 0 : Integer.parseInt(what)];
    new Random(7).nextBytes(content);
  }

  public static void main(String[] args) throws Exception {
    WriteLoad load = new WriteLoad(Integer.parseInt(args[0]), args[1], args[2]);
    int clients = Integer.parseInt(args[3]);
    long start = System.nanoTime();
    long end = start + 1_000_000_000L * Integer.parseInt(args[4]);
    List<List<Long>> times = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < clients; i++) {
      List<Long> own = new ArrayList<>();
      int number = i;
      times.add(own);
      threads.add(Thread.ofPlatform().start(() -> {
        try {
          load.run(number, end, own);
        } catch (IOException | RuntimeException e) {
          failures.add(e);
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      System.err.println(failures.getFirst());
      System.exit(1);
    }
    List<Long> all = new ArrayList<>();
    times.forEach(all::addAll);
    Collections.sort(all);
    System.out.printf(
        "{\"requests\": %d, \"bytes\": %d, \"micros\": %d, \"p50_us\": %d, \"p99_us\": %d, \"next\": %d}%n",
        all.size(),
        all.size() * (long) load.content.length,
        (System.nanoTime() - start) / 1000,
        all.get(all.size() / 2) / 1000,
        all.get((int) (all.size() * 0.99)) / 1000,
        load.next.get());
  }

  private void run(int number, long end, List<Long> times) throws IOException {
    while (System.nanoTime() < end) {
      connect(number, end, times);
    }
  }

  /** As long as the server keeps the connection: nginx ends it after a thousand requests. */
  private void connect(int number, long end, List<Long> times) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      boolean kept = true;
      while (kept && System.nanoTime() < end) {
        long begin = System.nanoTime();
        if (commits) {
          commit(next.getAndIncrement(), out);
        } else {
          put(prefix + number + "-" + next.getAndIncrement(), content, "", out);
        }
        kept = requireGood(in);
        times.add(System.nanoTime() - begin);
      }
    }
  }

  private void commit(long version, OutputStream out) throws IOException {
    String commit =
        "{\"commitInfo\":{\"timestamp\":1767225600000,\"operation\":\"WRITE\",\"padding\":\""
            + "x".repeat(1500) + "\"}}\n"
            + "{\"add\":{\"path\":\"part-" + version + ".parquet\",\"partitionValues\":{\"MIC\":\"XLON\"},"
            + "\"size\":1,\"modificationTime\":1767225600000,\"dataChange\":true}}\n";
    put(prefix + "%020d.json".formatted(version), commit.getBytes(StandardCharsets.US_ASCII),
        "If-None-Match: *\r\n", out);
  }

  private void put(String path, byte[] body, String more, OutputStream out) throws IOException {
    byte[] head =
        ("PUT " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Length: " + body.length
                + "\r\nContent-Type: application/octet-stream\r\n" + more + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    int first = Math.min(PIECE, body.length);
    byte[] begin = new byte[head.length + first];
    System.arraycopy(head, 0, begin, 0, head.length);
    System.arraycopy(body, 0, begin, head.length, first);
    out.write(begin);
    for (int at = first; at < body.length; at += PIECE) {
      out.write(body, at, Math.min(PIECE, body.length - at));
    }
  }

  /** Answers whether the connection goes on. */
  private static boolean requireGood(InputStream in) throws IOException {
    String status = line(in);
    long length = 0;
    boolean kept = true;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Long.parseLong(line.substring(15).strip());
      }
      kept &= !line.equalsIgnoreCase("Connection: close");
    }
    String body = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status + " " + body);
    }
    return kept;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException();
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
