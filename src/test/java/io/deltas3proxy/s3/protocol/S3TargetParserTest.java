package io.deltas3proxy.s3.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3TargetParserTest {

  private static final String[] PIECES = {
    "/",
    "/",
    ".",
    "..",
    "%2e",
    "%2E",
    "%2f",
    "%25",
    "%252e",
    "%00",
    "%5c",
    "\\",
    ";",
    "a",
    "é",
    "%C3%A9",
    "%c0",
    "%ae",
    "%",
    "%f0%9f%90%ac",
    "+",
    "%20",
    "?",
    "#",
    "~",
    "_delta_log/",
    " "
  };
  private static final Set<S3ErrorCode> REFUSALS =
      Set.of(S3ErrorCode.INVALID_URI, S3ErrorCode.INVALID_BUCKET_NAME, S3ErrorCode.KEY_TOO_LONG);

  private final S3TargetParser parser = new S3TargetParser(List.of("localhost"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRandomTargetIsRefusedOrMeansOneKey(long seed) {
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder target = new StringBuilder("/lake/");
      for (int n = random.nextInt(8); n > 0; n--) {
        target.append(PIECES[random.nextInt(PIECES.length)]);
      }
      Optional<String> key = parse(target.toString());
      if (key.isPresent()) {
        accepted++;
        String decoded = key.get();
        for (String segment : decoded.split("/", -1)) {
          assertFalse(segment.equals(".") || segment.equals(".."), target.toString());
        }
        assertFalse(decoded.contains("\0"), target.toString());
        assertTrue(decoded.getBytes(StandardCharsets.UTF_8).length <= S3Target.MAX_KEY_BYTES);
        // Whoever encodes the key again, in whatever way, means the same key.
        assertEquals(key, parse("/lake/" + PercentCoding.encodeKey(decoded)));
        assertEquals(key, parse("/lake/" + everyByteEncoded(decoded)));
      }
    }
    assertTrue(accepted > 1000, accepted + " accepted");
  }

  private Optional<String> parse(String target) {
    try {
      return Optional.of(
          parser.parse(new RawRequest("GET", "", target, null, new FixedHeaders())).key());
    } catch (S3Exception e) {
      assertTrue(REFUSALS.contains(e.code()), target + ": " + e.code());
      return Optional.empty();
    }
  }

  private static String everyByteEncoded(String key) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : key.getBytes(StandardCharsets.UTF_8)) {
      encoded.append(String.format("%%%02x", octet));
    }
    return encoded.toString();
  }
}
