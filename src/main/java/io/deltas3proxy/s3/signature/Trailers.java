package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers after the last chunk, exactly those that were announced.
 *
 * @param values by lower-case name
 * @param signature of them all; {@code null} where they are not signed
 */
record Trailers(Map<String, String> values, @Nullable String signature) {

  private static final String SIGNATURE = "x-amz-trailer-signature";

  /** Reads them up to the empty line that ends the body. */
  static Trailers read(ChunkReader reader, Set<String> announced, boolean signed)
      throws IOException {
    Map<String, String> values = new TreeMap<>();
    String signature = null;
    for (String line = reader.line(); !line.isEmpty(); line = reader.line()) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (signed && signature == null && name.equals(SIGNATURE)) {
        signature = value;
      } else if (signature != null
          || !announced.contains(name)
          || values.put(name, value) != null) {
        throw malformed();
      }
    }
    if (!values.keySet().equals(announced)) {
      throw malformed();
    }
    return new Trailers(values, signature);
  }

  String value(String name) {
    return String.valueOf(values.get(name));
  }

  boolean isSignedBy(ChunkSignatures signer) {
    if (signature == null) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return signer.isTrailer(signature, Digests.sha256Hex(text.toString()));
  }

  private static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_TRAILER);
  }
}
