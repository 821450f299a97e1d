package io.deltas3proxy.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call over one connection: the head, where it is asked for the word that the body
 * may come, the body, and the answer, which may come before the body is sent (RFC 9110, section
 * 10.1.1; RFC 9112, section 9.5).
 */
final class Conversation {

  /** How much of a call the store may have. */
  enum Sent {
    /** Nothing that could have an effect. */
    NOTHING,
    /** A part, which has no effect: the store knows the length of the whole. */
    PART,
    ALL
  }

  /** A piece of work on the connection. */
  private interface Step {
    void run() throws IOException;
  }

  /** Leaves the sending of a body, because its answer is there. */
  private static final class AnsweredEarly extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final int CONTINUE = 100;
  private static final int FIRST_FINAL = 200;
  private static final int FIRST_REDIRECT = 300;
  private static final Timeout WAIT_FOR_CONTINUE = Timeout.ofSeconds(1);
  private static final Timeout LOOK = Timeout.ofMilliseconds(1);
  private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(100).toNanos();
  private static final Duration LONGEST_ERROR = Duration.ofSeconds(2);
  private static final Duration FAR = Duration.ofDays(365);

  /** A page of a thousand parts with their checksums is a tenth of this. */
  private static final int LONGEST_ANSWER = 4 << 20;

  private final OutgoingBody body;
  private final boolean asksFirst;
  private final CallTimes times;
  private Sent sent = Sent.NOTHING;
  private boolean clean = true;
  private long lastLookNanos = System.nanoTime();
  private @Nullable ClassicHttpResponse head;
  private @Nullable StoreAnswer answer;

  Conversation(OutgoingBody body, boolean asksFirst, CallTimes times) {
    this.body = body;
    this.asksFirst = asksFirst;
    this.times = times;
  }

  Sent sent() {
    return sent;
  }

  /** Whether all was sent and all of the answer was read, so that the connection is free. */
  boolean isClean() {
    return clean && sent == Sent.ALL && answer != null;
  }

  StoreAnswer answer() throws IOException {
    if (answer == null) {
      throw new IOException("no answer");
    }
    return answer;
  }

  /**
   * Goes through the attempt.
   *
   * @param watch cuts the connection when the store does not go on
   * @return the head of the answer, whose body has been read
   */
  ClassicHttpResponse hold(
      ClassicHttpRequest request, HttpClientConnection connection, Deadlines.Watch watch)
      throws IOException, HttpException {
    allow(watch, FAR);
    body.prepare();
    allow(watch, times.step().plus(WAIT_FOR_CONTINUE.toDuration()));
    if (connection.isStale()) {
      throw new IOException("the connection is closed");
    }
    connection.setSocketTimeout(Timeout.of(times.step()));
    connection.sendRequestHeader(request);
    if (asksFirst) {
      connection.flush();
      readWordBefore(request, connection, watch);
    }
    if (head == null && body.length() > 0) {
      sendBody(request, connection, watch);
    }
    if (head == null) {
      sent = Sent.ALL;
      connection.flush();
      allow(watch, times.answer());
      readAnswer(request, connection.receiveResponseHeader(), connection, watch);
    }
    return Objects.requireNonNull(head);
  }

  /** Waits for a word; without any the body is sent all the same. */
  private void readWordBefore(
      ClassicHttpRequest request, HttpClientConnection connection, Deadlines.Watch watch)
      throws IOException, HttpException {
    while (connection.isDataAvailable(WAIT_FOR_CONTINUE)) {
      ClassicHttpResponse word = connection.receiveResponseHeader();
      if (word.getCode() == CONTINUE) {
        return;
      }
      if (word.getCode() >= FIRST_FINAL) {
        readAnswer(request, word, connection, watch);
        return;
      }
    }
    if (connection.isStale()) {
      throw new IOException("the connection was closed");
    }
  }

  private void sendBody(
      ClassicHttpRequest request, HttpClientConnection connection, Deadlines.Watch watch)
      throws IOException, HttpException {
    allow(watch, FAR);
    request.setEntity(
        new EntityTemplate(
            body.length(),
            null,
            null,
            out ->
                body.writeTo((bytes, length, last) -> {
                  allow(watch, times.step());
                  lookForAnswer(request, connection, watch);
                  sent = last ? Sent.ALL : Sent.PART;
                  write(() -> out.write(bytes, 0, length), request, connection, watch);
                  write(out::flush, request, connection, watch);
                  allow(watch, FAR);
                })));
    try {
      connection.sendRequestEntity(request);
    } catch (AnsweredEarly e) {
      clean = false;
    }
  }

  /** An answer in the middle of a body is seen soon: the rest of gigabytes need not be sent. */
  private void lookForAnswer(
      ClassicHttpRequest request, HttpClientConnection connection, Deadlines.Watch watch)
      throws IOException {
    long now = System.nanoTime();
    if (now - lastLookNanos >= BETWEEN_LOOKS_NANOS) {
      lastLookNanos = now;
      if (isAnswered(request, connection, watch)) {
        throw new AnsweredEarly();
      }
    }
  }

  /** A store that answers and closes the connection is heard all the same. */
  private void write(
      Step step, ClassicHttpRequest request, HttpClientConnection connection, Deadlines.Watch watch)
      throws IOException {
    try {
      step.run();
    } catch (IOException failure) {
      boolean answered;
      try {
        answered = isAnswered(request, connection, watch);
      } catch (IOException e) {
        failure.addSuppressed(e);
        throw failure;
      }
      if (!answered) {
        throw failure;
      }
      throw new AnsweredEarly();
    }
  }

  private boolean isAnswered(
      ClassicHttpRequest request, HttpClientConnection connection, Deadlines.Watch watch)
      throws IOException {
    if (!connection.isDataAvailable(LOOK)) {
      return false;
    }
    try {
      ClassicHttpResponse word = connection.receiveResponseHeader();
      if (word.getCode() < FIRST_FINAL) {
        return false;
      }
      readAnswer(request, word, connection, watch);
      return true;
    } catch (HttpException e) {
      throw new IOException("an answer that is not HTTP", e);
    }
  }

  private void readAnswer(
      ClassicHttpRequest request,
      ClassicHttpResponse first,
      HttpClientConnection connection,
      Deadlines.Watch watch)
      throws IOException, HttpException {
    connection.setSocketTimeout(Timeout.of(times.silence()));
    ClassicHttpResponse last = first;
    while (last.getCode() < FIRST_FINAL) {
      last = connection.receiveResponseHeader();
    }
    boolean good = last.getCode() < FIRST_REDIRECT;
    String text = "";
    if (MessageSupport.canResponseHaveBody(request.getMethod(), last)) {
      if (!good) {
        allow(watch, LONGEST_ERROR);
      }
      connection.receiveResponseEntity(last);
      try {
        text = readBody(last);
      } catch (IOException e) {
        if (good) {
          throw e;
        }
        clean = false;
      }
    }
    head = last;
    answer = new StoreAnswer(last.getCode(), headersOf(last), text);
  }

  private static String readBody(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return "";
    }
    InputStream content = entity.getContent();
    byte[] bytes = content.readNBytes(LONGEST_ANSWER);
    if (content.read() >= 0) {
      throw new IOException("an answer of more than " + LONGEST_ANSWER + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Map<String, String> headersOf(ClassicHttpResponse response) {
    Map<String, String> headers = new HashMap<>();
    for (Iterator<Header> all = response.headerIterator(); all.hasNext(); ) {
      Header header = all.next();
      if (header.getValue() != null) {
        headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
      }
    }
    return headers;
  }

  private static void allow(Deadlines.Watch watch, Duration time) {
    watch.moveTo(System.nanoTime() + time.toNanos());
  }
}
