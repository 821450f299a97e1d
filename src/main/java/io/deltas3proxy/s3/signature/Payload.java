package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the body of a verified request must be. */
public sealed interface Payload {

  /**
   * The body as it is meant, without what belongs to its transfer. Whoever reads it to its end, or
   * reads its last byte, has read what was signed: before that, reading fails with an {@link
   * S3Exception} when the body is anything else.
   *
   * @param body as the container gives it
   */
  PayloadStream open(InputStream body);

  /** Length of what {@link #open} gives, in bytes; -1 where the request alone says it. */
  long length();

  /**
   * The body is signed by its hash.
   *
   * @param sha256 64 lower-case hexadecimal digits
   */
  record Hashed(String sha256) implements Payload {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public PayloadStream open(InputStream body) {
      return new PayloadStream(new HeldBackInputStream(new HashedInputStream(body, sha256)));
    }
  }

  /** The body may be anything. */
  record Unsigned() implements Payload {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public PayloadStream open(InputStream body) {
      return new PayloadStream(body);
    }
  }

  /**
   * The body comes in chunks of {@code aws-chunked}.
   *
   * @param signer of the chunks; {@code null} where they carry no signatures. It is good for one
   *     reading
   * @param length of all that is in the chunks, in bytes
   * @param trailers names of the headers that follow the last chunk, lower case
   */
  record Chunked(@Nullable ChunkSignatures signer, long length, Set<String> trailers)
      implements Payload {
    public Chunked {
      trailers = Set.copyOf(trailers);
    }

    @Override
    public PayloadStream open(InputStream body) {
      AwsChunkedInputStream chunks = new AwsChunkedInputStream(body, this);
      return new PayloadStream(new HeldBackInputStream(chunks), chunks::trailers);
    }
  }
}
