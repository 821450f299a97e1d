package io.deltas3proxy.website.visitor;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A connection that is written to, with a deadline for each step. */
final class LineConnection implements Closeable {

  private static final int MOST_IGNORED = 4096;

  private final SocketChannel channel;
  private final Selector selector;

  private LineConnection(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  static LineConnection open(LineTarget.Tcp target, Duration deadline) throws IOException {
    InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException("no such host: " + target.host());
    }
    SocketChannel channel = SocketChannel.open();
    LineConnection connection = null;
    boolean connected = false;
    try {
      channel.configureBlocking(false);
      connection = new LineConnection(channel, Selector.open());
      long end = System.nanoTime() + deadline.toNanos();
      boolean done = channel.connect(address);
      while (!done) {
        connection.await(SelectionKey.OP_CONNECT, end);
        done = channel.finishConnect();
      }
      connected = true;
      return connection;
    } finally {
      if (!connected) {
        channel.close();
        if (connection != null) {
          connection.selector.close();
        }
      }
    }
  }

  /** Whether the other end is there still, as far as it told. What it says is passed over. */
  boolean isOpen() {
    ByteBuffer ignored = ByteBuffer.allocate(MOST_IGNORED);
    try {
      return channel.read(ignored) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  void write(ByteBuffer bytes, Duration deadline) throws IOException {
    long end = System.nanoTime() + deadline.toNanos();
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE, end);
      }
    }
  }

  private void await(int operation, long end) throws IOException {
    long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (millis <= 0) {
      throw new SocketTimeoutException("it does not answer in time");
    }
    SelectionKey key = channel.register(selector, operation);
    var unused = selector.select(millis);
    selector.selectedKeys().clear();
    key.interestOps(0);
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}
