import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Readers that take a large object in sips. Prints {@code started N} when all have their first
 * bytes, or when the patience is over; goes on in sips until a line comes on standard input; then
 * reads everything to its end and prints as JSON how many got the whole object.
 *
 * <p>usage: SlowReaders.java port path length readers patienceSeconds drainSeconds
 */
final class SlowReaders {

  private static final int SIP_BYTES = 1024;
  private static final long SIP_PAUSE_NANOS = 500_000_000L;
  private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;

  /** One connection; reads no more than its head and a sip until it may drain. */
  private static final class Reader {
    private final SocketChannel channel;
    private final StringBuilder head = new StringBuilder();
    private boolean inBody;
    private boolean failed;
    private long body;

    private Reader(SocketChannel channel) {
      this.channel = channel;
    }

    private boolean started() {
      return body > 0;
    }

    /** Returns whether this was the end of the connection. */
    private boolean read(ByteBuffer buffer) {
      buffer.clear();
      int read;
      try {
        read = channel.read(buffer);
      } catch (IOException e) {
        read = -1;
      }
      if (read < 0) {
        failed = true;
        return true;
      }
      buffer.flip();
      while (!inBody && buffer.hasRemaining()) {
        head.append((char) buffer.get());
        inBody = head.length() > 4 && head.substring(head.length() - 4).equals("\r\n\r\n");
      }
      body += buffer.remaining();
      if (inBody && head.indexOf("HTTP/1.1 200") != 0) {
        failed = true;
        return true;
      }
      return false;
    }
  }

  private final List<Reader> readers = new ArrayList<>();
  private final long length;

  private SlowReaders(long length) {
    this.length = length;
  }

  public static void main(String[] args) throws Exception {
    SlowReaders slow = new SlowReaders(Long.parseLong(args[2]));
    int port = Integer.parseInt(args[0]);
    byte[] request =
        ("GET " + args[1] + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      slow.connect(port, request);
    }
    slow.sip(1_000_000_000L * Integer.parseInt(args[4]));
    slow.drain(1_000_000_000L * Integer.parseInt(args[5]));
  }

  private void connect(int port, byte[] request) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    channel.connect(new InetSocketAddress("127.0.0.1", port));
    channel.write(ByteBuffer.wrap(request));
    channel.configureBlocking(false);
    readers.add(new Reader(channel));
  }

  private void sip(long patienceNanos) throws Exception {
    ByteBuffer sip = ByteBuffer.allocateDirect(SIP_BYTES);
    long start = System.nanoTime();
    boolean told = false;
    while (System.in.available() == 0) {
      long round = System.nanoTime();
      long share = SIP_PAUSE_NANOS / readers.size();
      for (int i = 0; i < readers.size(); i++) {
        Reader reader = readers.get(i);
        if (!reader.failed) {
          reader.read(sip);
        }
        long early = round + i * share - System.nanoTime();
        if (early > 2_000_000) {
          Thread.sleep(early / 1_000_000);
        }
      }
      long started = readers.stream().filter(Reader::started).count();
      if (!told && (started == readers.size() || System.nanoTime() - start > patienceNanos)) {
        System.out.println("started " + started);
        told = true;
      }
    }
  }

  private void drain(long patienceNanos) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    long end = System.nanoTime() + patienceNanos;
    try (Selector selector = Selector.open()) {
      for (Reader reader : readers) {
        if (!reader.failed) {
          reader.channel.register(selector, SelectionKey.OP_READ, reader);
        }
      }
      while (!selector.keys().isEmpty() && System.nanoTime() < end) {
        selector.select(
            key -> {
              Reader reader = (Reader) key.attachment();
              if (reader.read(buffer) || reader.body >= length) {
                key.cancel();
              }
            },
            100);
      }
    }
    long whole = readers.stream().filter(r -> !r.failed && r.body == length).count();
    long failed = readers.stream().filter(r -> r.failed).count();
    System.out.printf(
        "{\"readers\": %d, \"whole\": %d, \"failed\": %d}%n", readers.size(), whole, failed);
    for (Reader reader : readers) {
      reader.channel.close();
    }
  }
}
