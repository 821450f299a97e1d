package io.deltas3proxy.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off a client that reads an answer, or sends a body, in a trickle: what serves it would be
 * held as long as it likes, since each byte counts as progress for the idle time-out.
 *
 * <p>Each write of the application must reach the network within the time that its bytes take at
 * the least rate, and a grace period. A write that does at once costs nothing. The body of a
 * request must come at the least rate on the average of what was waited for.
 *
 * <p>Jetty's own handler for this counts the bytes of all requests as those of each, so that it
 * holds up nobody at first, and fails every answer from about 9.2 GB on.
 */
final class DataRateHandler extends Handler.Wrapper {

  private final long bytesPerSecond;
  private final long graceMillis;

  /**
   * Makes the handler.
   *
   * @param bytesPerSecond least rate, at least 1
   * @param graceMillis that every write and every body may take besides
   */
  DataRateHandler(Handler next, long bytesPerSecond, long graceMillis) {
    super(next);
    this.bytesPerSecond = bytesPerSecond;
    this.graceMillis = graceMillis;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    TimedRequest timed = new TimedRequest(request);
    return super.handle(timed, new TimedResponse(timed, response), callback);
  }

  private long millisFor(long bytes) {
    return graceMillis + bytes * 1000 / bytesPerSecond;
  }

  /** Counts what was read, and what was waited for it. */
  private final class TimedRequest extends Request.Wrapper {

    private long bytes;
    private long waitedMillis;
    private long waitingSince;
    private boolean waiting;

    TimedRequest(Request wrapped) {
      super(wrapped);
    }

    @Override
    public void demand(Runnable callback) {
      waiting = true;
      waitingSince = NanoTime.now();
      super.demand(callback);
    }

    @Override
    public Content.@Nullable Chunk read() {
      Content.Chunk chunk = super.read();
      if (waiting) {
        waiting = false;
        waitedMillis += NanoTime.millisSince(waitingSince);
      }
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return chunk;
      }
      bytes += chunk.remaining();
      if (chunk.isLast() || waitedMillis <= millisFor(bytes)) {
        return chunk;
      }
      chunk.release();
      IOException late = tooSlow("sends");
      connectionOf(this).close(late);
      return Content.Chunk.from(late);
    }
  }

  /** Gives each write that does not end at once a time by which it must. */
  private final class TimedResponse extends Response.Wrapper {

    TimedResponse(Request request, Response wrapped) {
      super(request, wrapped);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      long millis = millisFor(content == null ? 0 : content.remaining());
      // Taken beforehand: when the write has ended the request may have, too.
      Scheduler scheduler = getRequest().getComponents().getScheduler();
      EndPoint connection = connectionOf(getRequest());
      TimedWrite write = new TimedWrite(callback);
      super.write(last, content, write);
      write.endWithin(millis, scheduler, connection);
    }
  }

  /** One write; the timer is there only while it goes on. */
  private static final class TimedWrite extends Callback.Nested {

    private static final Scheduler.Task ENDED = () -> false;

    private final AtomicReference<Scheduler.@Nullable Task> timer = new AtomicReference<>();

    TimedWrite(Callback callback) {
      super(callback);
    }

    void endWithin(long millis, Scheduler scheduler, EndPoint connection) {
      if (ENDED.equals(timer.get())) {
        return;
      }
      Scheduler.Task task =
          scheduler.schedule(
              () -> connection.close(tooSlow("reads")), millis, TimeUnit.MILLISECONDS);
      if (!timer.compareAndSet(null, task)) {
        task.cancel();
      }
    }

    @Override
    public void completed() {
      Scheduler.Task task = timer.getAndSet(ENDED);
      if (task != null) {
        task.cancel();
      }
    }
  }

  private static IOException tooSlow(String does) {
    return new IOException("the client " + does + " too slowly");
  }

  /** Closed with a cause, whatever is being read or written on it fails with that. */
  private static EndPoint connectionOf(Request request) {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
