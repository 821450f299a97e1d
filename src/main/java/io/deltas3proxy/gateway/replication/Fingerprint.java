package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.storage.Checksum;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What is known of the bytes of a version, held against bytes as they come: their number always,
 * their MD5 where the entity tag is one, and each checksum that is about the whole.
 */
final class Fingerprint {

  /** Example: {@code d41d8cd98f00b204e9800998ecf8427e}. */
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  /** Since that of a part-wise upload is one of the parts' checksums. Example: {@code aGk=-2}. */
  private static final Pattern COMPOSITE = Pattern.compile(".*-[0-9]+");

  private record Expected(Checksum checksum, String value) {}

  private final long size;
  private final Checksum md5 = Checksum.md5();
  private final List<Expected> expected = new ArrayList<>();
  private long count;

  Fingerprint(StoredVersion version) {
    this.size = version.size();
    String eTag = bare(version.eTag());
    if (isMd5(eTag)) {
      expected.add(new Expected(Checksum.md5(), base64(eTag)));
    }
    for (Map.Entry<String, String> header : version.headers().entrySet()) {
      Supplier<Checksum> known = Checksum.KNOWN.get(header.getKey());
      if (known != null && !COMPOSITE.matcher(header.getValue()).matches()) {
        expected.add(new Expected(known.get(), header.getValue()));
      }
    }
  }

  /** An entity tag without its quotes. */
  static String bare(String eTag) {
    return eTag.replace("\"", "");
  }

  /** Whether an entity tag without quotes has the form of an MD5. */
  static boolean isMd5(String eTag) {
    return MD5.matcher(eTag).matches();
  }

  /** The MD5 as headers have it, of the one that entity tags have. */
  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static String hex(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }

  void update(byte[] bytes, int offset, int length) {
    count += length;
    md5.update(bytes, offset, length);
    expected.forEach(each -> each.checksum().update(bytes, offset, length));
  }

  /** Whether all bytes have come. */
  boolean isWhole() {
    return count >= size;
  }

  /** Whether more than the size tells that they are the right ones. */
  boolean isTelling() {
    return !expected.isEmpty();
  }

  /** Whether they are those of the version; asked once, after the last one. */
  boolean fits() {
    boolean fits = count == size;
    for (Expected each : expected) {
      fits &= each.checksum().value().equals(each.value());
    }
    return fits;
  }

  /** MD5 of what has come, as entity tags have it; asked once. */
  String md5() {
    return hex(md5.value());
  }
}
