package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {

  @Test
  void secretsAreNotPrinted() {
    S3StoreSettings settings =
        new S3StoreSettings(
            "main",
            null,
            "us-east-1",
            false,
            new StaticCredentials("AKID", "hidden-secret", "hidden-token"),
            HttpSettings.DEFAULTS);
    assertTrue(settings.toString().contains("AKID"));
    assertFalse(settings.toString().contains("hidden-"));
  }

  @Test
  void boundsAreBounds() {
    Duration second = Duration.ofSeconds(1);
    assertThrows(
        IllegalArgumentException.class, () -> new HttpSettings(0, second, second, second, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HttpSettings(1, Duration.ZERO, second, second, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new HttpSettings(1, second, second, second, 11));
    assertThrows(IllegalArgumentException.class, () -> new StaticCredentials("AKID", " ", null));
  }
}
