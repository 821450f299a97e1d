package io.deltas3proxy.gateway.object;

import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a body turns out to be while it passes, held against what was said of it. */
final class BodyDigest {

  private static final String MD5 = "content-md5";

  private record Expected(String header, Checksum checksum, String value) {}

  private final long length;
  private final Checksum md5 = Checksum.md5();
  private final List<Expected> expected = new ArrayList<>();
  private final PutRequest.@Nullable Trailer trailer;
  private final @Nullable Checksum trailing;
  private final @Nullable String md5Said;
  private long seen;
  private volatile @Nullable Body body;

  /**
   * The end of a body.
   *
   * @param md5 in hex
   * @param checksums by header, those that were said of it
   */
  record Body(long length, String md5, Map<String, String> checksums) {
    Body {
      checksums = Map.copyOf(checksums);
    }

    String eTag() {
      return '"' + md5 + '"';
    }
  }

  /**
   * Begins with nothing.
   *
   * @param headers {@code content-md5} and {@code x-amz-checksum-*} of those that are known count
   * @param trailer a checksum that is known at the end; {@code null} for none
   */
  BodyDigest(long length, Map<String, String> headers, PutRequest.@Nullable Trailer trailer) {
    this.length = length;
    this.md5Said = headers.get(MD5);
    headers.forEach((name, value) -> {
      if (Checksum.isKnown(name)) {
        expected.add(new Expected(name, known(name), value));
      }
    });
    this.trailer = trailer;
    this.trailing =
        trailer != null && Checksum.isKnown(trailer.header()) ? known(trailer.header()) : null;
  }

  private static Checksum known(String header) {
    return Objects.requireNonNull(Checksum.KNOWN.get(header)).get();
  }

  void update(byte[] bytes, int offset, int count) {
    seen += count;
    md5.update(bytes, offset, count);
    for (Expected one : expected) {
      one.checksum().update(bytes, offset, count);
    }
    if (trailing != null) {
      trailing.update(bytes, offset, count);
    }
  }

  /**
   * The body has ended.
   *
   * @throws StoreException.Invalid if it is not what was said
   */
  void end() throws StoreException {
    if (seen != length) {
      throw new StoreException.Invalid(
          Fault.INCOMPLETE_BODY, "a body of " + seen + " bytes, not " + length);
    }
    String md5Value = md5.value();
    if (md5Said != null && !md5Said.equals(md5Value)) {
      throw wrong(MD5);
    }
    Map<String, String> checksums = new HashMap<>();
    for (Expected one : expected) {
      if (!one.checksum().value().equals(one.value())) {
        throw wrong(one.header());
      }
      checksums.put(one.header(), one.value());
    }
    if (trailer != null && trailing != null) {
      String value = trailing.value();
      if (!value.equals(trailer.value().get())) {
        throw wrong(trailer.header());
      }
      checksums.put(trailer.header(), value);
    }
    body = new Body(seen, hex(md5Value), checksums);
  }

  private static StoreException wrong(String header) {
    return new StoreException.Invalid(Fault.BAD_DIGEST, "the body is not what " + header + " says");
  }

  /** The value of a checksum in hex; it can be asked for once. */
  static String hex(Checksum checksum) {
    return hex(checksum.value());
  }

  private static String hex(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }

  boolean isEnded() {
    return body != null;
  }

  /** What it was, once it has ended well. */
  Body body() {
    return Objects.requireNonNull(body, "the body has not ended");
  }
}
