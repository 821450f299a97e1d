package io.deltas3proxy.storage.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** A short document of our own, or nothing. */
final class DocumentBody implements OutgoingBody {

  static final DocumentBody NONE = new DocumentBody(new byte[0]);

  private final byte[] bytes;

  private DocumentBody(byte[] bytes) {
    this.bytes = bytes;
  }

  static DocumentBody xml(String document) {
    return new DocumentBody(document.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public Map<String, String> headers() {
    return bytes.length == 0
        ? Map.of()
        : Map.of(
            "content-type",
            "application/xml",
            "content-md5",
            Base64.getEncoder().encodeToString(digest("MD5")),
            RequestSigner.BODY_HASH,
            HexFormat.of().formatHex(digest("SHA-256")));
  }

  private byte[] digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  @Override
  public void prepare() {
    // All of it is here.
  }

  @Override
  public void writeTo(Sink sink) throws IOException {
    sink.write(bytes, bytes.length, true);
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean hasFailed() {
    return false;
  }
}
