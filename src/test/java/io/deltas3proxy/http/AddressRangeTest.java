package io.deltas3proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "::/0, 192.0.2.7, false",
    "::ffff:192.0.2.0/24, 192.0.2.7, true",
  })
  void aBlockHasTheAddressesThatBeginAsItDoes(String block, String address, boolean within) {
    assertEquals(
        within, AddressRange.parse(block).contains(IpAddresses.parse(address).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "10.0.0",
        "256.0.0.1",
        "010.0.0.0/8",
        "2001:db8::/129",
        "2001:db8::1/32",
        ":::/8",
        "localhost",
        "proxy.example.com/8",
        "1",
        "fe80::1%eth0",
        "10.0.0.0/ 8"
      })
  void whatIsNoBlockIsRefusedAndNoNameIsLookedUp(String text) {
    assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
  }

  @Test
  void whatIsWrongIsSaid() {
    var wrong =
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parse("10.0.0.1/8"));
    assertTrue(String.valueOf(wrong.getMessage()).contains("after its prefix"));
  }
}
