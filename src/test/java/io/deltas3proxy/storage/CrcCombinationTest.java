package io.deltas3proxy.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrcCombinationTest {

  private static String value(String header, byte[] bytes) {
    Checksum checksum = Objects.requireNonNull(Checksum.KNOWN.get(header)).get();
    checksum.update(bytes, 0, bytes.length);
    return checksum.value();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x-amz-checksum-crc32", "x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme"})
  void twoPiecesGiveWhatTheWholeHas(String header) {
    CrcCombination combination = CrcCombination.of(header).orElseThrow();
    byte[] whole = new byte[70_001];
    new Random(1).nextBytes(whole);
    for (int first : List.of(0, 1, 7, 65_536, whole.length)) {
      assertEquals(
          value(header, whole),
          combination.combine(
              value(header, Arrays.copyOf(whole, first)),
              value(header, Arrays.copyOfRange(whole, first, whole.length)),
              whole.length - first));
    }
  }

  @Test
  void digestsCannotBeCombinedAndOtherWidthsAreRefused() {
    assertTrue(CrcCombination.of("x-amz-checksum-sha256").isEmpty());
    CrcCombination crc32 = CrcCombination.of("x-amz-checksum-crc32").orElseThrow();
    assertThrows(IllegalArgumentException.class, () -> crc32.combine("AAAAAA==", "AAA=", 1));
  }
}
