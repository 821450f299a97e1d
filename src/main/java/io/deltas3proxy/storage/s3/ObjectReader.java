package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** GET and HEAD of objects, repeated within bounds until the head of an answer is there. */
final class ObjectReader {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Replaced by the real one at once: parsing that would cost more than it is worth. */
  private static final URI ANY_TARGET = URI.create("/");

  private final BackendConnections connections;
  private final BucketAddressing addressing;
  private final RequestSigner signer;
  private final Retries retries;

  ObjectReader(
      BackendConnections connections,
      BucketAddressing addressing,
      RequestSigner signer,
      Retries retries) {
    this.connections = connections;
    this.addressing = addressing;
    this.signer = signer;
    this.retries = retries;
  }

  ReadHead head(ReadRequest request) throws StoreException {
    Exchange exchange = send("HEAD", request);
    try {
      if (request.range() == null) {
        return read(exchange, request);
      }
      ReadHead whole = read(exchange, withoutRange(request));
      return ReadEvaluator.evaluate(request, whole.info());
    } finally {
      exchange.end();
    }
  }

  private static ReadRequest withoutRange(ReadRequest request) {
    return new ReadRequest(
        request.address(), null, null, request.conditions(), request.checksumMode());
  }

  S3ObjectContent get(ReadRequest request) throws StoreException {
    Exchange exchange = send("GET", request);
    try {
      return new S3ObjectContent(exchange, read(exchange, request));
    } catch (StoreException e) {
      exchange.cut();
      throw e;
    } catch (IOException e) {
      exchange.cut();
      throw new StoreException.Unavailable("the body cannot be read", e);
    }
  }

  private ReadHead read(Exchange exchange, ReadRequest request) throws StoreException {
    if (exchange.status() == AnswerReader.NOT_MODIFIED && !AnswerReader.namesItsState(exchange)) {
      exchange.end();
      if (request.conditions().equals(ReadConditions.NONE)) {
        throw new StoreException.Unavailable("the store gave 304 without being asked for it");
      }
      return describeUnmodified(request);
    }
    return AnswerReader.read(exchange, request);
  }

  /** For servers whose 304 leaves out what it is about. */
  private ReadHead describeUnmodified(ReadRequest request) throws StoreException {
    ReadHead head = head(ReadRequest.whole(request.address()));
    throw new StoreException.NotModified(head.info().eTag(), head.info().lastModified());
  }

  private Exchange send(String method, ReadRequest request) throws StoreException {
    Retries.Course course = retries.start();
    while (true) {
      StoreException failure;
      try {
        Exchange exchange = attempt(method, request, course.deadlineNanos());
        if (!AnswerReader.isWorthARetry(exchange.status())) {
          return exchange;
        }
        failure = AnswerReader.failure(exchange, request.address());
      } catch (StoreException e) {
        throw e;
      } catch (IOException e) {
        failure = new StoreException.Unavailable("no answer from the store", e);
      }
      if (!course.pause()) {
        throw failure;
      }
    }
  }

  private Exchange attempt(String method, ReadRequest request, long deadlineNanos)
      throws IOException {
    BucketAddressing.Target target = addressing.target(request.address());
    Integer part = request.partNumber();
    Map<String, String> query = part == null ? Map.of() : Map.of("partNumber", part.toString());
    Map<String, String> signed =
        request.checksumMode() ? Map.of("x-amz-checksum-mode", "ENABLED") : Map.of();
    Map<String, String> headers = signer.sign(method, target, query, signed);

    HttpUriRequestBase message = new HttpUriRequestBase(method, ANY_TARGET);
    message.setScheme(target.scheme());
    message.setAuthority(new URIAuthority(target.host(), target.port()));
    message.setPath(part == null ? target.path() : target.path() + "?partNumber=" + part);
    headers.forEach(message::addHeader);
    // Not all servers apply a range to HEAD; what it would select is known from the size.
    if (request.range() != null && method.equals("GET")) {
      message.setHeader("Range", request.range().toHeader());
    }
    addConditions(message, request.conditions());
    return connections.send(
        new HttpHost(target.scheme(), target.host(), target.port()), message, deadlineNanos);
  }

  /**
   * Sends the conditions that save a body and that every S3 server understands. All of them are
   * evaluated on the answer again: servers differ in lists of tags, and some compare {@code
   * If-Unmodified-Since} to fractions of a second that no client has seen.
   */
  private static void addConditions(HttpUriRequestBase message, ReadConditions conditions) {
    if (conditions.ifMatch() != null) {
      addTag(message, "If-Match", conditions.ifMatch());
    }
    if (conditions.ifNoneMatch() != null) {
      addTag(message, "If-None-Match", conditions.ifNoneMatch());
    } else {
      addTime(message, "If-Modified-Since", conditions.ifModifiedSince());
    }
  }

  private static void addTag(HttpUriRequestBase message, String name, String value) {
    EntityTags.parse(value)
        .only()
        .filter(tag -> !tag.weak())
        .ifPresent(tag -> message.setHeader(name, tag.quoted()));
  }

  private static void addTime(HttpUriRequestBase message, String name, @Nullable Instant time) {
    if (time != null) {
      message.setHeader(name, HTTP_DATE.format(time));
    }
  }
}
