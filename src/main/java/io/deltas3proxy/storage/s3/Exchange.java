package io.deltas3proxy.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** One answer whose head has been read. Its connection is in use until it is ended or cut. */
final class Exchange {

  /** Error documents are small; what is greater is not worth the connection. */
  private static final int LONGEST_ERROR = 16 * 1024;

  /** Error documents come at once; one that trickles is not waited for. */
  private static final long LONGEST_END_NANOS = Duration.ofSeconds(2).toNanos();

  private final HttpUriRequestBase request;
  private final ClassicHttpResponse response;
  private final Deadlines deadlines;
  private final long deadlineNanos;

  /**
   * Takes over an answer.
   *
   * @param deadlineNanos value of {@link System#nanoTime()} at which {@link #end} gives up
   */
  Exchange(
      HttpUriRequestBase request,
      ClassicHttpResponse response,
      Deadlines deadlines,
      long deadlineNanos) {
    this.request = request;
    this.response = response;
    this.deadlines = deadlines;
    this.deadlineNanos = deadlineNanos;
  }

  int status() {
    return response.getCode();
  }

  Optional<String> header(String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
  }

  Iterator<Header> headers() {
    return response.headerIterator();
  }

  /** Whether a header is repeated, which for those that frame a message means a broken server. */
  boolean repeats(String name) {
    return response.countHeaders(name) > 1;
  }

  InputStream body() throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  /** Gives up the rest of the answer and its connection. */
  void cut() {
    request.cancel();
  }

  /**
   * Reads what is left of a short answer, so that its connection can serve again. Ends in a bounded
   * time, before the deadline of the request.
   *
   * @return the beginning of the body
   */
  byte[] end() {
    long inTime = System.nanoTime() + LONGEST_END_NANOS;
    Deadlines.Watch watch =
        deadlines.watch(request, deadlineNanos - inTime < 0 ? deadlineNanos : inTime);
    try (InputStream body = body()) {
      byte[] start = body.readNBytes(LONGEST_ERROR);
      if (body.read() >= 0) {
        cut();
      }
      return start;
    } catch (IOException e) {
      cut();
      return new byte[0];
    } finally {
      watch.end();
    }
  }
}
