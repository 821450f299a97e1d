package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FileTarget;
import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a file: conditions and one range (RFC 9110, sections 13 and 14).
 *
 * @param wanted with the range, if its condition holds
 * @param otherwise what is read when {@code If-Range} does not hold; {@code null} without one
 */
record FileReading(FileTarget target, ReadRequest wanted, @Nullable ReadRequest otherwise) {

  /** One request to the store. */
  @FunctionalInterface
  private interface Read<T> {
    T of(ReadRequest request) throws StoreException;
  }

  static FileReading of(HttpServletRequest request, FileTarget target) {
    ReadConditions conditions =
        new ReadConditions(
            request.getHeader("If-Match"),
            request.getHeader("If-None-Match"),
            date(request.getHeader("If-Modified-Since")),
            date(request.getHeader("If-Unmodified-Since")));
    ReadRequest whole = new ReadRequest(target.address(), null, null, conditions, false);
    String asked = request.getHeader("Range");
    ByteRange range = asked == null ? null : ByteRange.parse(asked).orElse(null);
    if (range == null) {
      return new FileReading(target, whole, null);
    }
    String ifRange = request.getHeader("If-Range");
    if (ifRange == null) {
      return new FileReading(
          target, new ReadRequest(target.address(), range, null, conditions, false), null);
    }
    boolean tag = ifRange.startsWith("\"");
    Instant since = date(ifRange);
    if (conditions.ifMatch() != null
        || conditions.ifUnmodifiedSince() != null
        || (!tag && since == null)) {
      return new FileReading(target, whole, null);
    }
    ReadConditions unchanged =
        new ReadConditions(
            tag ? ifRange : null, conditions.ifNoneMatch(), conditions.ifModifiedSince(), since);
    return new FileReading(
        target, new ReadRequest(target.address(), range, null, unchanged, false), whole);
  }

  private static @Nullable Instant date(@Nullable String value) {
    return value == null ? null : HttpDates.parse(value).orElse(null);
  }

  ReadHead head() throws StoreException {
    return read(target.store()::head);
  }

  ObjectContent open() throws StoreException {
    return read(target.store()::get);
  }

  private <T> T read(Read<T> read) throws StoreException {
    try {
      return read.of(wanted);
    } catch (StoreException.PreconditionFailed e) {
      if (otherwise == null) {
        throw e;
      }
      return read.of(otherwise);
    }
  }
}
