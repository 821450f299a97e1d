package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectInfo;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;

/**
 * Turns the head of an answer into what the port promises, and refuses every answer that could pass
 * for something it is not: without a length, of another range, without an entity tag.
 */
final class AnswerReader {

  static final int PARTIAL_CONTENT = 206;
  static final int NOT_MODIFIED = 304;

  /** Example: {@code bytes 0-99/1234}. */
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  /** Example: {@code bytes *}{@code /1234}. */
  private static final Pattern UNSATISFIED_RANGE = Pattern.compile("bytes \\*/(\\d{1,18})");

  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /** Example: {@code <Code>SlowDown</Code>}. */
  private static final Pattern ERROR_CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,64})</Code>");

  private static final Set<String> PASSED_ON =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires",
          "x-amz-storage-class",
          "x-amz-website-redirect-location",
          "x-amz-mp-parts-count");

  private AnswerReader() {}

  static boolean isWorthARetry(int status) {
    return switch (status) {
      case 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** Whether an answer has what a 304 must repeat. */
  static boolean namesItsState(Exchange exchange) {
    return exchange.header("etag").isPresent() && lastModified(exchange).isPresent();
  }

  /** Whether the body is not the object alone, because the client knows how to take it apart. */
  static boolean isEncoded(Exchange exchange) {
    return exchange.header("x-amz-transfer-encoding").isPresent();
  }

  static ReadHead read(Exchange exchange, ReadRequest request) throws StoreException {
    int status = exchange.status();
    if (status != 200 && status != 206) {
      throw failure(exchange, request.address());
    }
    if (exchange.header("transfer-encoding").isPresent() || exchange.repeats("content-length")) {
      throw broken("an answer that does not say its length");
    }
    if (isEncoded(exchange)) {
      throw broken("a body that is not the object alone");
    }
    long length =
        exchange
            .header("content-length")
            .filter(value -> LENGTH.matcher(value).matches())
            .map(Long::valueOf)
            .orElseThrow(() -> broken("an answer without its length"));
    ByteRange.Resolved range = status == 206 ? range(exchange, length) : null;
    ObjectInfo info = info(exchange, range == null ? length : range.size(), request);
    requireAsked(request, range, info.size());
    ReadEvaluator.requireConditions(request.conditions(), info);
    return new ReadHead(info, range);
  }

  private static ByteRange.Resolved range(Exchange exchange, long length) throws StoreException {
    Matcher matcher = CONTENT_RANGE.matcher(exchange.header("content-range").orElse(""));
    if (!matcher.matches()) {
      throw broken("a part without its place");
    }
    ByteRange.Resolved range =
        new ByteRange.Resolved(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3)));
    if (range.length() != length || range.last() >= range.size()) {
      throw broken("a part of another length than it says");
    }
    return range;
  }

  private static void requireAsked(
      ReadRequest request, ByteRange.@org.jspecify.annotations.Nullable Resolved given, long size)
      throws StoreException {
    ByteRange asked = request.range();
    if (asked == null) {
      if (given != null && request.partNumber() == null) {
        throw broken("a part of an object that was asked for whole");
      }
      return;
    }
    if (given == null || !asked.resolve(size).equals(Optional.of(given))) {
      throw broken("another range than asked for");
    }
  }

  private static ObjectInfo info(Exchange exchange, long size, ReadRequest request)
      throws StoreException {
    Map<String, String> headers = new HashMap<>();
    for (Iterator<Header> all = exchange.headers(); all.hasNext(); ) {
      Header header = all.next();
      String name = header.getName().toLowerCase(Locale.ROOT);
      String value = header.getValue();
      if (value != null && isPassedOn(name, request.checksumMode())) {
        headers.merge(name, value, (one, other) -> one + "," + other);
      }
    }
    return new ObjectInfo(
        size,
        quoted(exchange.header("etag").orElseThrow(() -> broken("an answer without entity tag"))),
        lastModified(exchange).orElseThrow(() -> broken("an answer without its time")),
        headers);
  }

  private static boolean isPassedOn(String name, boolean checksumMode) {
    return PASSED_ON.contains(name)
        || name.startsWith("x-amz-meta-")
        || (checksumMode && name.startsWith("x-amz-checksum-"));
  }

  static String quoted(String eTag) {
    return eTag.endsWith("\"") ? eTag : '"' + eTag + '"';
  }

  private static Optional<Instant> lastModified(Exchange exchange) {
    return exchange.header("last-modified").flatMap(HttpTime::parse);
  }

  /** What an answer other than 200 and 206 means; the answer is read to its end. */
  static StoreException failure(Exchange exchange, ObjectAddress address) {
    int status = exchange.status();
    Matcher code = ERROR_CODE.matcher(new String(exchange.end(), StandardCharsets.ISO_8859_1));
    String what =
        status
            + (code.find() ? " " + code.group(1) : "")
            + " for s3://"
            + address.bucket()
            + "/"
            + address.key();
    return switch (status) {
      case NOT_MODIFIED ->
          new StoreException.NotModified(
              quoted(exchange.header("etag").orElse("")),
              lastModified(exchange).orElse(Instant.EPOCH));
      case 401, 403 -> new StoreException.Denied(what);
      case 404 -> new StoreException.NotFound(what);
      case 412 -> new StoreException.PreconditionFailed(what);
      case 416 -> new StoreException.RangeNotSatisfiable(unsatisfiedSize(exchange));
      case 429, 503 -> new StoreException.Throttled(what);
      default -> new StoreException.Unavailable(what);
    };
  }

  private static long unsatisfiedSize(Exchange exchange) {
    Matcher matcher = UNSATISFIED_RANGE.matcher(exchange.header("content-range").orElse(""));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static StoreException broken(String what) {
    return new StoreException.Unavailable("the store gave " + what);
  }
}
