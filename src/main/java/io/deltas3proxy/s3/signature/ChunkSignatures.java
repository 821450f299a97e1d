package io.deltas3proxy.s3.signature;

/** Says whether the signatures in a body in chunks are the right ones, in their order. */
public interface ChunkSignatures {

  /** Where nobody is verified: whatever has the form of a signature is taken for one. */
  ChunkSignatures UNVERIFIED =
      new ChunkSignatures() {
        @Override
        public boolean isNextChunk(String signature, String sha256) {
          return SignatureParser.isSignature(signature);
        }

        @Override
        public boolean isTrailer(String signature, String sha256) {
          return SignatureParser.isSignature(signature);
        }
      };

  /**
   * Whether this is the signature of the next chunk.
   *
   * @param sha256 of the chunk's data, lower-case hexadecimal digits
   */
  boolean isNextChunk(String signature, String sha256);

  /**
   * Whether this is the signature of the trailers.
   *
   * @param sha256 of their canonical form
   */
  boolean isTrailer(String signature, String sha256);
}
