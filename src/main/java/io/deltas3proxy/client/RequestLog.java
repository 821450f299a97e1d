package io.deltas3proxy.client;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/** A readable line per request. Queries are left out: they can hold signatures. */
final class RequestLog {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Consumer<String> out;
  private final Clock clock;
  private final boolean quiet;

  /**
   * @param quiet whether requests that went well have no line
   */
  RequestLog(Consumer<String> out, Clock clock, boolean quiet) {
    this.out = out;
    this.clock = clock;
    this.quiet = quiet;
  }

  Entry begin() {
    return new Entry(clock.millis());
  }

  /** One request. */
  final class Entry {

    private final long begun;
    private String request = "";

    private Entry(long begun) {
      this.begun = begun;
    }

    void request(String shown) {
      request = shown;
    }

    boolean hasRequest() {
      return !request.isEmpty();
    }

    boolean isHead() {
      return request.startsWith("HEAD ");
    }

    void done(String statuses, String from, long bytes) {
      if (!quiet) {
        write(statuses + " from " + from + ", " + bytes + " bytes");
      }
    }

    void refused(int status, String reason) {
      write(status + ": " + reason);
    }

    void failed(String reason) {
      write(reason);
    }

    private void write(String what) {
      String line = request.isEmpty() ? "a request" : request;
      String told = line + " -> " + what + ", " + (clock.millis() - begun) + " ms";
      out.accept(TIME.format(clock.instant()) + " " + told.replaceAll("[^\\x20-\\x7e]", "?"));
    }
  }
}
