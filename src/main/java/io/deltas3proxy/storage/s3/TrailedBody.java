package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The body of a caller in the encoding {@code aws-chunked}, whose end carries a checksum that is
 * known only then (Amazon S3, "Signature calculations with trailing headers", {@code
 * STREAMING-UNSIGNED-PAYLOAD-TRAILER}). The value must be as long as its algorithm makes it: the
 * length of the request is told before.
 */
final class TrailedBody implements OutgoingBody {

  private static final String ALGORITHM = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String LINE_END = "\r\n";

  /** Lengths of the values in Base64. */
  private static final Map<String, Integer> LENGTHS =
      Map.of(
          "x-amz-checksum-crc32", 8,
          "x-amz-checksum-crc32c", 8,
          "x-amz-checksum-crc64nvme", 12,
          "x-amz-checksum-sha1", 28,
          "x-amz-checksum-sha256", 44);

  private final BodySource source;
  private final PutRequest.Trailer trailer;
  private final int valueLength;

  TrailedBody(BodySource source, PutRequest.Trailer trailer) throws StoreException {
    Integer known = LENGTHS.get(trailer.header());
    if (known == null) {
      throw new StoreException.Unsupported("a trailer " + trailer.header());
    }
    this.source = source;
    this.trailer = trailer;
    this.valueLength = known;
  }

  @Override
  public long length() {
    long full = source.length() / StreamedBody.BUFFER;
    int rest = (int) (source.length() % StreamedBody.BUFFER);
    return full * framed(StreamedBody.BUFFER)
        + (rest == 0 ? 0 : framed(rest))
        + end("x".repeat(valueLength)).length;
  }

  private static long framed(int size) {
    return start(size).length + (long) size + LINE_END.length();
  }

  private static byte[] start(int size) {
    return (Integer.toHexString(size) + LINE_END).getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] end(String value) {
    return String.join(LINE_END, "0", trailer.header() + ":" + value, "", "")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Map<String, String> headers() {
    return Map.of(
        RequestSigner.BODY_HASH,
        ALGORITHM,
        "content-encoding",
        "aws-chunked",
        "x-amz-decoded-content-length",
        Long.toString(source.length()),
        "x-amz-trailer",
        trailer.header());
  }

  @Override
  public void prepare() {
    // Even an empty body has bytes in this encoding.
  }

  @Override
  public void writeTo(Sink sink) throws IOException {
    byte[] buffer = new byte[(int) framed((int) Math.min(StreamedBody.BUFFER, source.length()))];
    while (source.remaining() > 0) {
      int size = (int) Math.min(StreamedBody.BUFFER, source.remaining());
      byte[] start = start(size);
      source.next(buffer, start.length, size);
      System.arraycopy(start, 0, buffer, 0, start.length);
      int end = start.length + size;
      buffer[end] = '\r';
      buffer[end + 1] = '\n';
      sink.write(buffer, end + 2, false);
    }
    if (source.length() == 0) {
      source.endIfEmpty();
    }
    byte[] end = end(value());
    sink.write(end, end.length, true);
  }

  private String value() throws StoreException {
    String value = trailer.value().get();
    if (value.length() != valueLength) {
      throw new StoreException.Invalid(
          StoreException.Invalid.Fault.INVALID_DIGEST, "a checksum of another length");
    }
    return value;
  }

  @Override
  public boolean isRepeatable() {
    return !source.isBegun();
  }

  @Override
  public boolean hasFailed() {
    return source.hasFailed();
  }
}
