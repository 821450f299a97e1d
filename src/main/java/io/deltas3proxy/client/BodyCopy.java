package io.deltas3proxy.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Copies bodies through one buffer. What ends early fails. */
final class BodyCopy {

  private static final int BUFFER = 64 * 1024;

  /** A size in hex and what may follow it. Example: {@code 1a;chunk-signature=0}. */
  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,15})(?:[ \\t]*;.*)?");

  private static final int MOST_LINE = 8 * 1024;
  private static final int MOST_TRAILERS = 100;

  private BodyCopy() {}

  /**
   * Copies a body as it is framed; one that ends with the connection is sent in chunks.
   *
   * @return the bytes of the body
   */
  static long copy(Framing framing, InputStream from, OutputStream to) throws IOException {
    long copied =
        switch (framing) {
          case Framing.None none -> 0;
          case Framing.Measured measured -> exactly(measured.length(), from, to);
          case Framing.Chunked chunked -> chunks(from, to);
          case Framing.ToTheEnd end -> rest(from, to);
        };
    to.flush();
    return copied;
  }

  /** What of a body a caller may keep: its first bytes, or fewer. */
  static byte[] read(Framing framing, InputStream from, int most) throws IOException {
    return switch (framing) {
      case Framing.None none -> new byte[0];
      case Framing.Measured measured -> from.readNBytes((int) Math.min(most, measured.length()));
      case Framing.Chunked chunked -> firstChunks(from, most);
      case Framing.ToTheEnd end -> from.readNBytes(most);
    };
  }

  private static long exactly(long length, InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
    long left = length;
    while (left > 0) {
      int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("the body ended " + left + " bytes early");
      }
      to.write(buffer, 0, read);
      left -= read;
    }
    return length;
  }

  private static long chunks(InputStream from, OutputStream to) throws IOException {
    long copied = 0;
    while (true) {
      String line = line(from);
      long size = size(line);
      send(line, to);
      if (size == 0) {
        trailers(from, to);
        return copied;
      }
      exactly(size, from, to);
      if (!line(from).isEmpty()) {
        throw new MalformedMessageException("a chunk is longer than it says");
      }
      send("", to);
      copied += size;
    }
  }

  private static void trailers(InputStream from, OutputStream to) throws IOException {
    for (int i = 0; i < MOST_TRAILERS; i++) {
      String line = line(from);
      send(line, to);
      if (line.isEmpty()) {
        return;
      }
    }
    throw new MalformedMessageException("too many trailers");
  }

  private static byte[] firstChunks(InputStream from, int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < most) {
      long size = size(line(from));
      if (size == 0) {
        trailers(from, OutputStream.nullOutputStream());
        break;
      }
      exactly(Math.min(size, most - bytes.size()), from, bytes);
      if (bytes.size() < most) {
        line(from);
      }
    }
    return bytes.toByteArray();
  }

  private static long rest(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long copied = 0;
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      if (read > 0) {
        send(Integer.toHexString(read), to);
        to.write(buffer, 0, read);
        send("", to);
        copied += read;
      }
    }
    send("0", to);
    send("", to);
    return copied;
  }

  private static String line(InputStream from) throws IOException {
    String line = HeadReader.line(from, MOST_LINE);
    if (line == null) {
      throw new EOFException("the body ended between chunks");
    }
    return line;
  }

  private static long size(String line) throws MalformedMessageException {
    var matcher = CHUNK.matcher(line);
    if (!matcher.matches()) {
      throw new MalformedMessageException("not the size of a chunk");
    }
    return Long.parseLong(matcher.group(1), 16);
  }

  private static void send(String line, OutputStream to) throws IOException {
    to.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}
