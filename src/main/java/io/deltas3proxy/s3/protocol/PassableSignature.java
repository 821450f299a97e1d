package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.SignedRead;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a request whose signature was verified what another server needs to verify it again.
 * That is possible only where all that is signed can be sent on as it came and means there what it
 * means here; a header or parameter that is not known to is reason enough not to.
 */
public final class PassableSignature {

  /**
   * Signed headers that may be sent on. Any other, such as one that frames the message, may not.
   */
  private static final Set<String> PASSED =
      Set.of(
          "accept",
          "amz-sdk-invocation-id",
          "amz-sdk-request",
          "content-type",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-unmodified-since",
          "range",
          "user-agent",
          "x-amz-checksum-mode",
          "x-amz-content-sha256",
          "x-amz-date",
          "x-amz-te",
          "x-amz-user-agent");

  /** Some SDKs send the checksum of the empty body of a read. */
  private static final String CHECKSUM = "x-amz-checksum-";

  /** Example: {@code ..., SignedHeaders=host;x-amz-date, Signature=...}. */
  private static final Pattern SIGNED_HEADERS = Pattern.compile("SignedHeaders=([^,\\s]+)");

  /** Parameters of a read that every server takes alike, with those that begin with {@code x-}. */
  private static final Pattern PARAMETER = Pattern.compile("x-.*|response-.*|partNumber");

  /** Example: {@code bytes=0-1}; nothing that could end a header or a request line. */
  private static final Pattern PLAIN = Pattern.compile("[ -~]{1,8192}");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** How far from its date a signature in a header is taken. */
  private static final Duration SKEW = Duration.ofMinutes(15);

  private final RawRequest request;
  private final QueryParameters query;

  private PassableSignature(RawRequest request) {
    this.request = request;
    this.query = request.parameters();
  }

  /**
   * The signature of a read, to be sent on.
   *
   * @param read what was understood of the request
   * @return empty when the read must be asked for in another way
   */
  public static Optional<SignedRead> of(RawRequest request, ObjectRead read) {
    PassableSignature signature = new PassableSignature(request);
    return signature.isPlainRead(read) ? signature.signedRead(read) : Optional.empty();
  }

  /** Whether method, path and query mean the same wherever they are sent. */
  private boolean isPlainRead(ObjectRead read) {
    String rawQuery = request.query();
    return (request.method().equals("GET") || request.method().equals("HEAD"))
        && request.contextPath().isEmpty()
        && isPathOf(read.target())
        && read.versionId() == null
        && !request.headers().has("Transfer-Encoding")
        && request.headers().only("Content-Length").orElse("0").equals("0")
        && (rawQuery == null || (isPlain(rawQuery) && rawQuery.indexOf(' ') < 0))
        && query.names().stream().allMatch(name -> PARAMETER.matcher(name).matches());
  }

  /** The bucket in the path: in the host it would be another server's own. */
  private boolean isPathOf(S3Target target) {
    String start = "/" + target.bucket() + "/";
    return request.target().startsWith(start)
        && PercentCoding.decodePath(request.target().substring(start.length()))
            .equals(target.key());
  }

  private Optional<SignedRead> signedRead(ObjectRead read) {
    boolean inQuery = query.has("x-amz-signature");
    String names = inQuery ? query.get("x-amz-signedheaders") : signedHeaders();
    String date = inQuery ? query.get("x-amz-date") : header("x-amz-date");
    String host = header("host");
    Instant validUntil = validUntil(date, inQuery);
    if (names == null || host == null || validUntil == null) {
      return Optional.empty();
    }
    Map<String, String> headers = new HashMap<>();
    for (String name : names.split(";", -1)) {
      String value = header(name);
      if (name.equals("host")) {
        continue;
      }
      boolean known = PASSED.contains(name) || name.startsWith(CHECKSUM);
      if (value == null || !known || !means(name, read)) {
        return Optional.empty();
      }
      headers.put(name, value);
    }
    if (!inQuery) {
      // The signature covers the last two whether or not it lists them. Without the hash, which
      // some
      // clients (curl) leave out, S3 and other servers refuse it.
      for (String name : List.of("authorization", "x-amz-date", "x-amz-content-sha256")) {
        String value = header(name);
        if (value == null) {
          return Optional.empty();
        }
        headers.put(name, value);
      }
    }
    return Optional.of(
        new SignedRead(request.method(), host, request.query(), headers, validUntil));
  }

  /** Whether a header was understood: one that was not may mean something to the other server. */
  private static boolean means(String name, ObjectRead read) {
    return switch (name) {
      case "range" -> read.selection().range() != null;
      case "if-modified-since" -> read.conditions().ifModifiedSince() != null;
      case "if-unmodified-since" -> read.conditions().ifUnmodifiedSince() != null;
      case "x-amz-checksum-mode" -> read.checksumMode();
      default -> true;
    };
  }

  private @Nullable String signedHeaders() {
    String authorization = header("authorization");
    Matcher matcher = SIGNED_HEADERS.matcher(authorization == null ? "" : authorization);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** The value of a header that stands once, in characters that no server reads differently. */
  private @Nullable String header(String name) {
    return request.headers().only(name).filter(PassableSignature::isPlain).orElse(null);
  }

  private @Nullable Instant validUntil(@Nullable String date, boolean inQuery) {
    if (date == null) {
      return null;
    }
    try {
      Instant signed = TIME.parse(date, Instant::from);
      String seconds = query.get("x-amz-expires");
      if (inQuery) {
        return seconds == null ? null : signed.plusSeconds(Integer.parseInt(seconds));
      }
      return signed.plus(SKEW);
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches();
  }
}
