package io.deltas3proxy.website;

/** How the bytes of a page can be coded on their way (RFC 9110, section 8.4.1). */
public enum ContentCoding {
  /** As they are. */
  IDENTITY("identity", ""),
  /** RFC 1952. */
  GZIP("gzip", ".gz"),
  /** RFC 8878. */
  ZSTD("zstd", ".zst"),
  /** RFC 7932. */
  BROTLI("br", ".br");

  private final String token;
  private final String suffix;

  ContentCoding(String token, String suffix) {
    this.token = token;
    this.suffix = suffix;
  }

  /** The word in {@code Content-Encoding}. */
  public String token() {
    return token;
  }

  /** What follows a page's name in that of its twin in this coding, for example {@code .br}. */
  public String suffix() {
    return suffix;
  }

  /** Each coding of a page has an entity tag of its own (RFC 9110, section 8.8.3.3). */
  public String eTag(String plain) {
    return this == IDENTITY || !plain.endsWith("\"")
        ? plain
        : plain.substring(0, plain.length() - 1) + "-" + token + '"';
  }
}
