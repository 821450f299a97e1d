import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that each send a small GET, read the whole answer, and pause: the time of one request
 * where nothing is saturated. Prints p50 and p99 in microseconds as JSON.
 *
 * <p>usage: PacedClients.java port path length clients requestsPerSecond warmSeconds seconds
 */
final class PacedClients {

  private final int port;
  private final byte[] request;
  private final byte[] body;
  private final long pauseNanos;

  private PacedClients(int port, String path, int length, long pauseNanos) {
    this.port = port;
    this.request =
        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.body = new byte[length];
    this.pauseNanos = pauseNanos;
  }

  public static void main(String[] args) throws InterruptedException {
    int clients = Integer.parseInt(args[3]);
    long pause = 1_000_000_000L * clients / Integer.parseInt(args[4]);
    long start = System.nanoTime();
    long measured = start + 1_000_000_000L * Integer.parseInt(args[5]);
    long end = measured + 1_000_000_000L * Integer.parseInt(args[6]);
    long[][] times = new long[clients][];
    Thread[] threads = new Thread[clients];
    for (int i = 0; i < clients; i++) {
      int number = i;
      PacedClients client =
          new PacedClients(Integer.parseInt(args[0]), args[1], Integer.parseInt(args[2]), pause);
      long first = start + pause * i / clients;
      threads[i] = new Thread(() -> times[number] = client.run(first, measured, end));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long[] all = Arrays.stream(times).flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        "{\"requests\": %d, \"p50_us\": %d, \"p99_us\": %d}%n",
        all.length, at(all, 0.50), at(all, 0.99));
  }

  private static long at(long[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * part))] / 1000;
  }

  private long[] run(long first, long measured, long end) {
    long[] times = new long[1024];
    int count = 0;
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      OutputStream out = socket.getOutputStream();
      for (long next = first; next < end; next = Math.max(next + pauseNanos, System.nanoTime())) {
        while (System.nanoTime() < next) {
          LockSupport.parkNanos(next - System.nanoTime());
        }
        long sent = System.nanoTime();
        out.write(request);
        readAnswer(in);
        if (sent >= measured) {
          if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
          }
          times[count++] = System.nanoTime() - sent;
        }
      }
    } catch (IOException e) {
      System.err.println("a client failed: " + e);
      System.exit(1);
    }
    return Arrays.copyOf(times, count);
  }

  private void readAnswer(DataInputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("answered " + status);
    }
    while (!line(in).isEmpty()) {
      // Headers are of no interest: the length is known.
    }
    in.readFully(body);
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
