package io.deltas3proxy.files.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {

  @Test
  void aNameIsGivenToOldAndNewReaders() {
    assertEquals(
        "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt",
        ContentDisposition.attachment("a b.txt"));
    assertEquals(
        "attachment; filename=\"_ rates\"; filename*=UTF-8''%E2%82%AC%20rates",
        ContentDisposition.attachment("\u20ac rates"));
    assertEquals(
        "attachment; filename=\"_.png\"; filename*=UTF-8''%F0%9F%98%80.png",
        ContentDisposition.attachment("\ud83d\ude00.png"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nX-Evil: 1",
        "a\"; filename=\"b",
        "a\\",
        "%0d%0aX-Evil: 1",
        "\u0000\u007f\u0085",
        "\ud800"
      })
  void noNameEndsAHeaderOrBeginsAParameter(String name) {
    String header = ContentDisposition.attachment(name);
    assertTrue(header.chars().allMatch(c -> c >= ' ' && c < 0x7F), header);
    assertEquals(2, header.chars().filter(c -> c == '"').count(), header);
    assertTrue(header.indexOf('\\') < 0, header);
    String percent = ContentDisposition.percent(name);
    assertTrue(percent.matches("[A-Za-z0-9!#$&+.^_`|~%-]*"), percent);
  }
}
