package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpTimeTest {

  @Test
  void readsTheFixedFormAsTheFormatterDoes() {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    Instant time = Instant.parse("1999-12-28T23:58:59Z");
    for (int i = 0; i < 2000; i++) {
      assertEquals(Optional.of(time), HttpTime.parse(formatter.format(time)));
      time = time.plus(Duration.ofHours(97).plusSeconds(61));
    }
  }

  @Test
  void readsADayWithOneDigit() {
    assertEquals(
        Optional.of(Instant.parse("2026-02-03T16:45:09Z")),
        HttpTime.parse("Tue, 3 Feb 2026 16:45:09 GMT"));
  }

  @Test
  void whatIsNoTimeIsEmpty() {
    for (String text :
        new String[] {
          "",
          "yesterday",
          "Tue, 03 Feb 2026 16:45:0x GMT",
          "Tue, 03 Foo 2026 16:45:09 GMT",
          "Tue, 31 Feb 2026 16:45:09 GMT",
          "Tue, 03 Feb 2026 24:45:09 GMT",
          "Tue, 03 Feb 2026 16-45-09 GMT",
          "Tue, 03 Feb -026 16:45:09 GMT"
        }) {
      assertEquals(Optional.empty(), HttpTime.parse(text), text);
    }
  }
}
