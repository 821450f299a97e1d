package io.deltas3proxy.s3.signature;

/**
 * The chain of signatures of a body in chunks: each is made with the one before, the first with
 * that of the request (Signature Version 4, "Transferring payload in multiple chunks"). For one
 * body, read by one thread.
 */
final class ChunkSigner implements ChunkSignatures {

  private final SigningKey key;
  private final String stamp;
  private final CredentialScope scope;
  private String previous;

  ChunkSigner(SigningKey key, String stamp, CredentialScope scope, String seed) {
    this.key = key;
    this.stamp = stamp;
    this.scope = scope;
    this.previous = seed;
  }

  @Override
  public boolean isNextChunk(String signature, String sha256) {
    return isNext(
        signature, "AWS4-HMAC-SHA256-PAYLOAD\n" + place() + Digests.EMPTY + '\n' + sha256);
  }

  @Override
  public boolean isTrailer(String signature, String sha256) {
    return isNext(signature, "AWS4-HMAC-SHA256-TRAILER\n" + place() + sha256);
  }

  private String place() {
    return stamp + '\n' + scope.text() + '\n' + previous + '\n';
  }

  private boolean isNext(String signature, String text) {
    previous = key.sign(text);
    return Digests.same(previous, signature);
  }
}
