package io.deltas3proxy.s3.signature;

/**
 * The line before the data of a chunk: {@code 10000;chunk-signature=<64 digits>}, or the length
 * alone where chunks are not signed.
 *
 * @param length in bytes; 0 for the last chunk
 * @param signature empty where chunks are not signed
 */
record ChunkHeader(long length, String signature) {

  private static final String SIGNATURE = "chunk-signature=";

  /** More than any body has; leaves no room for a number that runs over. */
  private static final int MOST_DIGITS = 12;

  static ChunkHeader parse(String line, boolean signed) {
    int semicolon = line.indexOf(';');
    String digits = semicolon < 0 ? line : line.substring(0, semicolon);
    String extension = semicolon < 0 ? "" : line.substring(semicolon + 1);
    boolean goodLength =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(ChunkHeader::isHex);
    boolean goodExtension =
        signed
            ? extension.startsWith(SIGNATURE)
                && SignatureParser.isSignature(extension.substring(SIGNATURE.length()))
            : semicolon < 0;
    if (!goodLength || !goodExtension) {
      throw ChunkReader.malformed();
    }
    return new ChunkHeader(
        Long.parseLong(digits, 16), signed ? extension.substring(SIGNATURE.length()) : "");
  }

  private static boolean isHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
