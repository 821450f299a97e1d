package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** Writes the requests for reads, each signed by somebody the store knows. */
interface ReadMessages {

  /** A new request, ready to be sent once. */
  HttpUriRequestBase message(String method, ReadRequest request) throws StoreException;

  /** Whether another request may be written after one that failed. */
  boolean mayRepeat();

  /** Replaced by the real one at once: parsing that would cost more than it is worth. */
  URI ANY_TARGET = URI.create("/");

  DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** A request without headers for a target, with a query that is ready for the wire. */
  static HttpUriRequestBase start(
      String method, BucketAddressing.Target target, @Nullable String query) {
    HttpUriRequestBase message = new HttpUriRequestBase(method, ANY_TARGET);
    message.setScheme(target.scheme());
    message.setAuthority(new URIAuthority(target.host(), target.port()));
    message.setPath(query == null ? target.path() : target.path() + "?" + query);
    return message;
  }

  /** Not all servers apply a range to HEAD; what it would select is known from the size. */
  static void addRange(HttpUriRequestBase message, ReadRequest request) {
    if (request.range() != null && message.getMethod().equals("GET")) {
      message.setHeader("Range", request.range().toHeader());
    }
  }

  /**
   * Sends the conditions that save a body and that every S3 server understands. All of them are
   * evaluated on the answer again: servers differ in lists of tags, and some compare {@code
   * If-Unmodified-Since} to fractions of a second that no client has seen.
   */
  static void addConditions(HttpUriRequestBase message, ReadConditions conditions) {
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
