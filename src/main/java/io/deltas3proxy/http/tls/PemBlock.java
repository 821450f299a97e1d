package io.deltas3proxy.http.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of a PEM file (RFC 7468). */
final class PemBlock {

  /** Example: {@code -----BEGIN CERTIFICATE-----MIIB...-----END CERTIFICATE-----}. */
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]*+)-----END \\1-----");

  private final String label;
  private final byte[] content;

  private PemBlock(String label, byte[] content) {
    this.label = label;
    this.content = content;
  }

  /** For example {@code CERTIFICATE}. */
  String label() {
    return label;
  }

  /** What is between the lines, decoded. */
  byte[] content() {
    return content.clone();
  }

  /**
   * Finds the blocks; what stands between them is passed over.
   *
   * @throws IllegalArgumentException when the content of one is not Base64
   */
  static List<PemBlock> allOf(byte[] file) {
    Matcher matcher = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
    List<PemBlock> blocks = new ArrayList<>();
    while (matcher.find()) {
      String text = matcher.group(2).replaceAll("\\s+", "");
      blocks.add(new PemBlock(matcher.group(1), Base64.getDecoder().decode(text)));
    }
    return blocks;
  }
}
