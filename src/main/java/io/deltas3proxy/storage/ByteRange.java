package io.deltas3proxy.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes as a client asks for it (RFC 9110, section 14.1.2), before the size is known.
 */
public sealed interface ByteRange {

  /** Example: {@code bytes=0-499}, {@code bytes=500-}, {@code bytes=-500}. */
  Pattern HEADER = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /** From {@code first} to {@code last}, both inclusive, {@code 0 <= first <= last}. */
  record Bounded(long first, long last) implements ByteRange {
    public Bounded {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("not a range: " + first + "-" + last);
      }
    }
  }

  /** From {@code first}, {@code >= 0}, to the end. */
  record From(long first) implements ByteRange {
    public From {
      if (first < 0) {
        throw new IllegalArgumentException("not a range: " + first + "-");
      }
    }
  }

  /** The last {@code length} bytes; a length of 0 can be satisfied by no object. */
  record Suffix(long length) implements ByteRange {
    public Suffix {
      if (length < 0) {
        throw new IllegalArgumentException("not a range: -" + length);
      }
    }
  }

  /**
   * The bytes that a range selects from an object of a known size.
   *
   * @param first position of the first byte
   * @param last position of the last byte, inclusive
   * @param size whole size of the object, in bytes
   */
  record Resolved(long first, long last, long size) {
    public long length() {
      return last - first + 1;
    }

    /** The value of {@code Content-Range}, for example {@code bytes 0-99/1234}. */
    public String contentRange() {
      return "bytes " + first + "-" + last + "/" + size;
    }
  }

  /**
   * Reads the value of a {@code Range} header. A value that is malformed, of another unit or of
   * several ranges is ignored, as S3 does: the answer is empty and the whole object is sent.
   */
  static Optional<ByteRange> parse(String header) {
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? Optional.empty() : Optional.of(new Suffix(Long.parseLong(last)));
    }
    if (last.isEmpty()) {
      return Optional.of(new From(Long.parseLong(first)));
    }
    long from = Long.parseLong(first);
    long to = Long.parseLong(last);
    return to < from ? Optional.empty() : Optional.of(new Bounded(from, to));
  }

  /** Applies this range to an object of {@code size} bytes; empty when it cannot be satisfied. */
  default Optional<Resolved> resolve(long size) {
    return switch (this) {
      case Bounded(long first, long last) ->
          first >= size
              ? Optional.empty()
              : Optional.of(new Resolved(first, Math.min(last, size - 1), size));
      case From(long first) ->
          first >= size ? Optional.empty() : Optional.of(new Resolved(first, size - 1, size));
      case Suffix(long length) ->
          length == 0 || size == 0
              ? Optional.empty()
              : Optional.of(new Resolved(Math.max(0, size - length), size - 1, size));
    };
  }

  /** The value of a {@code Range} header that means this range. */
  default String toHeader() {
    return switch (this) {
      case Bounded(long first, long last) -> "bytes=" + first + "-" + last;
      case From(long first) -> "bytes=" + first + "-";
      case Suffix(long length) -> "bytes=-" + length;
    };
  }
}
