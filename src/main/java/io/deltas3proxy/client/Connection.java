package io.deltas3proxy.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/** A connection, to a client or to a server. */
final class Connection implements Closeable {

  private static final int BUFFER = 16 * 1024;

  /** Closing at once what is still sent to would take the answer away from its receiver. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private static final long MOST_LAST_WORDS = 1024 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * @param silence how long the other side may send nothing while it is waited for
   */
  Connection(Socket socket, Duration silence) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  void silence(Duration most) throws IOException {
    socket.setSoTimeout(Math.toIntExact(most.toMillis()));
  }

  void send(Head head) throws IOException {
    out.write(HeadReader.bytes(head));
    out.flush();
  }

  /** Nothing more will be sent. */
  void endOutputQuietly() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // It is broken, and so has ended.
    }
  }

  /** Ends it after an answer that the other side may still be sending against. */
  void finish() {
    try {
      out.flush();
      socket.shutdownOutput();
      socket.setSoTimeout((int) LAST_WORDS.toMillis());
      byte[] ignored = new byte[BUFFER];
      long most = MOST_LAST_WORDS;
      for (int read = in.read(ignored); read >= 0 && most > 0; read = in.read(ignored)) {
        most -= read;
      }
    } catch (IOException e) {
      // It is closed all the same.
    }
    close();
  }

  /** Ends it so that the other side cannot take what it has for all. */
  void abort() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed all the same.
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody waits for anything of it any more.
    }
  }
}
