package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The digests that a request names for its body, as the body grows. */
final class BodyDigests {

  private static final String MD5 = "content-md5";
  private static final String PREFIX = "x-amz-checksum-";
  private static final Set<String> NO_VALUES = Set.of(PREFIX + "type", PREFIX + "algorithm");
  private static final int MD5_BYTES = 16;

  private final Map<String, String> expected = new HashMap<>();
  private final Map<String, Checksum> growing = new HashMap<>();
  private final PutRequest.@Nullable Trailer trailer;
  private final @Nullable MessageDigest md5;

  /**
   * @throws StoreException.Invalid for a digest that is none
   */
  BodyDigests(PutRequest request) throws StoreException.Invalid {
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      String name = header.getKey();
      if (name.startsWith(PREFIX) && !NO_VALUES.contains(name)) {
        growing.put(name, checksum(name));
        expected.put(name, header.getValue());
      }
    }
    trailer = request.trailer();
    if (trailer != null) {
      growing.put(trailer.header(), checksum(trailer.header()));
    }
    String named = request.headers().get(MD5);
    md5 = named == null ? null : md5();
    if (named != null) {
      expected.put(MD5, requireMd5(named));
    }
  }

  private static Checksum checksum(String header) throws StoreException.Invalid {
    if (!Checksum.isKnown(header)) {
      throw new StoreException.Invalid(Fault.INVALID_REQUEST, "unknown checksum " + header);
    }
    return Objects.requireNonNull(Checksum.KNOWN.get(header)).get();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static String requireMd5(String value) throws StoreException.Invalid {
    try {
      if (Base64.getDecoder().decode(value).length == MD5_BYTES) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new StoreException.Invalid(Fault.INVALID_DIGEST, "no MD5");
  }

  void update(byte[] bytes, int length) {
    for (Checksum checksum : growing.values()) {
      checksum.update(bytes, 0, length);
    }
    if (md5 != null) {
      md5.update(bytes, 0, length);
    }
  }

  /**
   * Compares them after the end of the body.
   *
   * @return the checksums of the body, by the names of their headers
   * @throws StoreException.Invalid when one does not fit
   */
  Map<String, String> finish() throws StoreException.Invalid {
    if (trailer != null) {
      expected.put(trailer.header(), trailer.value().get());
    }
    Map<String, String> values = new HashMap<>();
    growing.forEach((name, checksum) -> values.put(name, checksum.value()));
    Map<String, String> found = new HashMap<>(values);
    if (md5 != null) {
      found.put(MD5, Base64.getEncoder().encodeToString(md5.digest()));
    }
    if (!found.equals(expected)) {
      throw new StoreException.Invalid(Fault.BAD_DIGEST, "the body has another digest");
    }
    return values;
  }
}
