package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.RequestHeaders;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.Checksum;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a request says of its body by {@code x-amz-content-sha256}. */
sealed interface PayloadClaim {

  String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

  /** As it stands in the canonical request. */
  String canonicalHash();

  /** What the body must be, once the signature that starts the chain of chunks is verified. */
  Payload payload(ChunkSignatures signer);

  /** The body has this hash. */
  record Hash(String canonicalHash) implements PayloadClaim {
    @Override
    public Payload payload(ChunkSignatures signer) {
      return new Payload.Hashed(canonicalHash);
    }
  }

  /** The body is not part of the signature. */
  record Unsigned() implements PayloadClaim {
    @Override
    public String canonicalHash() {
      return UNSIGNED_PAYLOAD;
    }

    @Override
    public Payload payload(ChunkSignatures signer) {
      return new Payload.Unsigned();
    }
  }

  /** The body comes in chunks. */
  record Chunks(String canonicalHash, boolean signed, long length, Set<String> trailers)
      implements PayloadClaim {
    @Override
    public Payload payload(ChunkSignatures signer) {
      return new Payload.Chunked(signed ? signer : null, length, trailers);
    }
  }

  /**
   * Reads it.
   *
   * @param bodyHash of a body that was read already; {@code null} when it was not
   * @param unsignedAllowed whether a body may come without a hash
   */
  static PayloadClaim of(
      RawRequest request,
      PresentedSignature signature,
      @Nullable String bodyHash,
      boolean unsignedAllowed) {
    RequestHeaders headers = request.headers();
    String said = said(request, signature);
    if (said == null) {
      return unsaid(headers, signature, bodyHash, unsignedAllowed);
    }
    if (SignatureParser.isSignature(said)) {
      if (bodyHash != null && !bodyHash.equals(said)) {
        throw new S3Exception(S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH);
      }
      return new Hash(said);
    }
    if (said.equals(UNSIGNED_PAYLOAD)) {
      return unsigned(headers, unsignedAllowed);
    }
    boolean chunkable = bodyHash == null && !signature.presigned();
    return switch (said) {
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> chunks(headers, said, true, false, chunkable);
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
          chunks(headers, said, true, true, chunkable);
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> {
        requireAllowed(unsignedAllowed);
        yield chunks(headers, said, false, true, chunkable);
      }
      case "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
          "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" ->
          throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
      default ->
          throw new S3Exception(
              S3ErrorCode.INVALID_ARGUMENT,
              "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                  + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, its form with -TRAILER, or a valid sha256"
                  + " value.");
    };
  }

  /**
   * What a body must be by what the request says of it, where signatures are not verified: hashes,
   * lengths and checksums count, signatures of chunks do not.
   */
  static Payload unverified(RawRequest request) {
    RequestHeaders headers = request.headers();
    String said = headers.only("x-amz-content-sha256").map(String::strip).orElse("");
    if (SignatureParser.isSignature(said)) {
      return new Payload.Hashed(said);
    }
    if (!said.startsWith("STREAMING-")) {
      return new Payload.Unsigned();
    }
    boolean trailing = said.endsWith("-TRAILER");
    return chunks(headers, said, !said.startsWith("STREAMING-UNSIGNED-"), trailing, true)
        .payload(ChunkSignatures.UNVERIFIED);
  }

  private static @Nullable String said(RawRequest request, PresentedSignature signature) {
    List<String> values = request.headers().values("x-amz-content-sha256");
    if (values.size() > 1) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "x-amz-content-sha256 is given more than once");
    }
    if (!values.isEmpty()) {
      return values.getFirst().strip();
    }
    return signature.presigned() ? request.parameters().get("x-amz-content-sha256") : null;
  }

  private static PayloadClaim unsaid(
      RequestHeaders headers,
      PresentedSignature signature,
      @Nullable String bodyHash,
      boolean unsignedAllowed) {
    if (bodyHash != null) {
      return new Hash(bodyHash);
    }
    if (signature.presigned()) {
      return unsigned(headers, unsignedAllowed);
    }
    if (hasBody(headers)) {
      throw new S3Exception(
          S3ErrorCode.MISSING_SECURITY_HEADER,
          "Missing required header for this request: x-amz-content-sha256");
    }
    return new Hash(Digests.EMPTY);
  }

  private static PayloadClaim unsigned(RequestHeaders headers, boolean allowed) {
    requireAllowed(allowed || !hasBody(headers));
    return new Unsigned();
  }

  private static void requireAllowed(boolean allowed) {
    if (!allowed) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED, "A body without a signed hash is not accepted here");
    }
  }

  private static boolean hasBody(RequestHeaders headers) {
    return headers.has("Transfer-Encoding")
        || headers.only("Content-Length").filter(length -> !length.equals("0")).isPresent();
  }

  private static PayloadClaim chunks(
      RequestHeaders headers, String said, boolean signed, boolean trailing, boolean allowed) {
    if (!allowed) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "A body in signed chunks is not possible for this request");
    }
    Set<String> trailers = trailing ? trailers(headers) : Set.of();
    if (!trailing && headers.has("x-amz-trailer")) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "x-amz-trailer needs an x-amz-content-sha256 that ends in -TRAILER");
    }
    return new Chunks(said, signed, decodedLength(headers), trailers);
  }

  private static Set<String> trailers(RequestHeaders headers) {
    Set<String> names = new TreeSet<>();
    for (String value : headers.values("x-amz-trailer")) {
      for (String name : value.split(",", 16)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    for (String name : names) {
      if (!Checksum.isKnown(name)) {
        throw new S3Exception(
            S3ErrorCode.INVALID_REQUEST,
            "The value specified in the x-amz-trailer header is not" + " supported");
      }
    }
    if (names.isEmpty()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST, "A body with trailers needs the header x-amz-trailer");
    }
    return names;
  }

  private static long decodedLength(RequestHeaders headers) {
    String length = headers.only("x-amz-decoded-content-length").map(String::strip).orElse("");
    boolean digits =
        !length.isEmpty()
            && length.length() <= 15
            && length.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "A body in chunks needs the header x-amz-decoded-content-length, a number of bytes");
    }
    return Long.parseLong(length);
  }
}
