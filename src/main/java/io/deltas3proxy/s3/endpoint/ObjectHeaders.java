package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.s3.protocol.ObjectRead;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ReadHead;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the headers of an answer that is an object, the same for GET and HEAD. */
public final class ObjectHeaders {

  private static final String METADATA = "x-amz-meta-";
  private static final String CHECKSUM = "x-amz-checksum-";

  /** What a store may say to a client beside size, tag and time; anything else is dropped. */
  private static final Set<String> PASSED =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires",
          "x-amz-storage-class",
          "x-amz-mp-parts-count");

  private ObjectHeaders() {}

  public static void write(HttpServletResponse response, ObjectRead read, ReadHead head) {
    ByteRange.Resolved range = head.range();
    response.setStatus(
        range == null ? HttpServletResponse.SC_OK : HttpServletResponse.SC_PARTIAL_CONTENT);
    // Whatever type an object has or a link gives it: no browser runs it as a page of this origin.
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "sandbox");
    // S3's own default; a type that the object or the request gives replaces it.
    response.setHeader("Content-Type", "binary/octet-stream");
    head.info()
        .headers()
        .forEach((name, value) -> {
          if (PASSED.contains(name)) {
            set(response, name, value);
          } else if (name.startsWith(METADATA)) {
            response.setHeader(name, metadata(value));
          } else if (name.startsWith(CHECKSUM) && wantsChecksum(read, range)) {
            set(response, name, value);
          }
        });
    read.overrides().forEach(response::setHeader);
    response.setHeader("ETag", head.info().eTag());
    response.setHeader("Last-Modified", HttpDates.format(head.info().lastModified()));
    response.setHeader("Accept-Ranges", "bytes");
    if (range != null) {
      response.setHeader("Content-Range", range.contentRange());
    }
    response.setContentLengthLong(head.length());
  }

  /** A checksum of the whole object would not fit a piece of it. */
  private static boolean wantsChecksum(ObjectRead read, ByteRange.@Nullable Resolved range) {
    return read.checksumMode() && (range == null || read.selection().partNumber() != null);
  }

  private static void set(HttpServletResponse response, String name, String value) {
    if (isAscii(value)) {
      response.setHeader(name, value);
    }
  }

  /** As S3 does, RFC 2047: {@code =?UTF-8?B?w6k=?=} for {@code é}. */
  private static String metadata(String value) {
    return isAscii(value)
        ? value
        : "=?UTF-8?B?"
            + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c >= 0x7F) {
        return false;
      }
    }
    return true;
  }
}
