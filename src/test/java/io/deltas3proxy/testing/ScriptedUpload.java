package io.deltas3proxy.testing;

import io.deltas3proxy.testing.FaultyS3Server.Answer;
import io.deltas3proxy.testing.FaultyS3Server.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Answers of a {@link FaultyS3Server} that hear (a part of) a body first, and keep what came. */
public final class ScriptedUpload {

  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

  /** What was heard of each body. */
  public List<byte[]> bodies() {
    return List.copyOf(bodies);
  }

  /** Says that the body may come, hears all of it, then gives the answer. */
  public Answer then(Answer answer) {
    return after(100, answer);
  }

  /** Says that the body may come, hears so many per cent of it, then gives the answer. */
  public Answer after(int percent, Answer answer) {
    return (socket, request) -> {
      if (!request.header("Expect").isEmpty()) {
        say(socket, "HTTP/1.1 100 Continue\r\n\r\n");
      }
      return afterSilence(percent, answer).write(socket, request);
    };
  }

  /** As {@link #after}, but for a client that sends the body without having been told to. */
  public Answer afterSilence(int percent, Answer answer) {
    return (socket, request) -> {
      hear(request, lengthOf(request) * percent / 100);
      return answer.write(socket, request);
    };
  }

  private void hear(Received request, long count) throws IOException {
    bodies.add(request.in().readNBytes((int) count));
  }

  private static long lengthOf(Received request) {
    String length = request.header("Content-Length");
    return length.isEmpty() ? 0 : Long.parseLong(length);
  }

  /** Gives the answer and then hears all that still comes, as a polite server does. */
  public static Answer draining(Answer answer) {
    return (socket, request) -> {
      answer.write(socket, request);
      socket.shutdownOutput();
      request.in().transferTo(OutputStream.nullOutputStream());
      return false;
    };
  }

  /** Neither hears nor says anything, as long as the server runs. */
  public static Answer deaf() {
    return (socket, request) -> {
      while (!socket.isClosed()) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      return false;
    };
  }

  /** Resets the connection. */
  public static Answer reset() {
    return (socket, request) -> {
      socket.setSoLinger(true, 0);
      return false;
    };
  }

  /** 200 of a write. */
  public static Answer stored() {
    return FaultyS3Server.status(200, "ETag: \"0123456789abcdef0123456789abcdef\"\r\n", "");
  }

  /** A failure as S3 tells it. */
  public static Answer failure(int status, String code) {
    return FaultyS3Server.status(
        status,
        "Content-Type: application/xml\r\n",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>no</Message></Error>");
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
