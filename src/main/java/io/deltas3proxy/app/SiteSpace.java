package io.deltas3proxy.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names under which the pages of sites are cached: that of the site, and a digest of where its
 * pages are, so that nothing of another place is taken for theirs after a change of the
 * configuration.
 */
final class SiteSpace {

  private static final int DIGEST_BYTES = 8;

  private SiteSpace() {}

  static String of(String site, Place place) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  String.join("\n", place.store(), place.bucket(), place.path())
                      .getBytes(StandardCharsets.UTF_8));
      return site + "@" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
