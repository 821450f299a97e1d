package io.deltas3proxy.gateway.object;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The names of versions, and of the objects that hold them on backends. */
final class VersionNames {

  /** Bytes of a key that every S3 store takes. */
  private static final int LONGEST_KEY = 1024;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Clock clock;

  /** One process never gives a number twice within a second, whatever it began with. */
  private final AtomicInteger number = new AtomicInteger(new SecureRandom().nextInt());

  VersionNames(Clock clock) {
    this.clock = clock;
  }

  /** A new id, for example {@code v20260203164509-0a1b2c3d}. */
  String next() {
    return "v"
        + TIME.format(clock.instant())
        + "-"
        + HexFormat.of().toHexDigits(number.getAndIncrement());
  }

  /** The key on backends: the caller's with the version behind it, or its hash if that is long. */
  static String physicalKey(String key, String versionId) {
    String name = key + "#" + versionId;
    return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY
        ? name
        : ".long/" + sha256(key) + "#" + versionId;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
