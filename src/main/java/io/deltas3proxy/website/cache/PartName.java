package io.deltas3proxy.website.cache;

import io.deltas3proxy.website.ContentCoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which bytes of which state of a page a file has.
 *
 * @param eTag of the state, as the store says it
 * @param coding of the bytes
 * @param slice number of the slice, from 0; with a coding always 0, which is all of it
 */
record PartName(EntryKey page, String eTag, ContentCoding coding, int slice) {

  /** 64 hexadecimal digits, by which its file is called. */
  String digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String text : new String[] {page.space(), page.name(), eTag, coding.token()}) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // With its length before it, no text can be taken for another's end.
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha256.update(bytes);
      }
      sha256.update(Integer.toString(slice).getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
