package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The data in the chunks of a body of {@code aws-chunked}. Data is given out as it comes, before
 * the signature of its chunk is known to be right; the end comes only when every signature, the
 * length and every trailer are.
 */
final class AwsChunkedInputStream extends InputStream {

  private final ChunkReader reader;
  private final @Nullable ChunkSignatures signer;
  private final long length;
  private final Map<String, Checksum> checksums = new HashMap<>();
  private final MessageDigest digest = Digests.sha256();
  private ChunkHeader chunk = new ChunkHeader(0, "");
  private long leftInChunk;
  private long total;
  private boolean ended;
  private Map<String, String> received = Map.of();

  AwsChunkedInputStream(InputStream body, Payload.Chunked payload) {
    reader = new ChunkReader(body);
    signer = payload.signer();
    length = payload.length();
    for (String name : payload.trailers()) {
      checksums.put(name, Objects.requireNonNull(Checksum.KNOWN.get(name)).get());
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    Objects.checkFromIndexSize(offset, most, target.length);
    if (most == 0) {
      return 0;
    }
    if (leftInChunk == 0 && !ended) {
      begin();
    }
    if (ended) {
      return -1;
    }
    int read = reader.data(target, offset, (int) Math.min(most, leftInChunk));
    leftInChunk -= read;
    if (signer != null) {
      digest.update(target, offset, read);
    }
    for (Checksum checksum : checksums.values()) {
      checksum.update(target, offset, read);
    }
    if (leftInChunk == 0) {
      if (!reader.line().isEmpty()) {
        throw ChunkReader.malformed();
      }
      checkChunk();
    }
    return read;
  }

  private void begin() throws IOException {
    chunk = ChunkHeader.parse(reader.line(), signer != null);
    leftInChunk = chunk.length();
    total += chunk.length();
    if (total > length || (leftInChunk == 0 && total != length)) {
      throw new S3Exception(
          S3ErrorCode.INCOMPLETE_BODY,
          "The chunks of the body do not have x-amz-decoded-content-length bytes together");
    }
    if (leftInChunk == 0) {
      checkChunk();
      endWithTrailers();
      ended = true;
    }
  }

  private void checkChunk() {
    if (signer != null && !signer.isNextChunk(chunk.signature(), Digests.hex(digest.digest()))) {
      throw new S3Exception(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }
  }

  private void endWithTrailers() throws IOException {
    Trailers trailers = Trailers.read(reader, checksums.keySet(), signer != null);
    if (signer != null && !checksums.isEmpty() && !trailers.isSignedBy(signer)) {
      throw new S3Exception(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }
    checksums.forEach((name, checksum) -> {
      if (!checksum.value().equals(trailers.value(name))) {
        throw new S3Exception(
            S3ErrorCode.BAD_DIGEST,
            "The checksum in the trailer did not match the body that was received.");
      }
    });
    if (!reader.isAtEnd()) {
      throw ChunkReader.malformed();
    }
    received = Map.copyOf(trailers.values());
  }

  /** What followed the data, verified; nothing before the end. */
  Map<String, String> trailers() {
    return received;
  }
}
