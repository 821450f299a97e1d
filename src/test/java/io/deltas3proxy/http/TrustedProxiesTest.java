package io.deltas3proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

  private static final String PROXY = "10.0.0.1";
  private static final String CLIENT = "203.0.113.9";

  private final TrustedProxies proxies =
      new TrustedProxies(
          Stream.of("10.0.0.0/8", "2001:db8:1::/48", "::1").map(AddressRange::parse).toList());

  @Test
  void aTrustedProxySaysWhoTheClientIs() {
    assertEquals(CLIENT, proxies.clientAddress(PROXY, List.of(CLIENT)));
    assertEquals(CLIENT, proxies.clientAddress("0:0:0:0:0:0:0:1", List.of(CLIENT)));
    assertEquals(CLIENT, proxies.clientAddress("[::1]", List.of(CLIENT)));
    assertEquals(CLIENT, proxies.clientAddress("2001:db8:1::9%eth0", List.of(CLIENT)));
  }

  @Test
  void whatAPeerThatIsNotTrustedSaysIsNotHeard() {
    assertEquals("192.0.2.7", proxies.clientAddress("192.0.2.7", List.of(CLIENT)));
    assertEquals(PROXY, TrustedProxies.NONE.clientAddress(PROXY, List.of(CLIENT)));
    assertEquals("unix:", proxies.clientAddress("unix:", List.of(CLIENT)));
  }

  @Test
  void withoutTheHeaderThePeerIsTheClient() {
    assertEquals(PROXY, proxies.clientAddress(PROXY, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.1.1.1, 203.0.113.9 | 203.0.113.9",
        "10.0.0.5, 203.0.113.9 | 203.0.113.9",
        "127.0.0.1, 203.0.113.9, 10.0.0.2 | 203.0.113.9",
        "<script>, 203.0.113.9, 10.0.0.2, 10.0.0.3 | 203.0.113.9",
        ", 203.0.113.9 | 203.0.113.9",
        "10.0.0.9, 10.0.0.2 | 10.0.0.9",
      })
  void theLastAddressThatIsNotTrustedWinsWhateverStandsBeforeIt(String header, String client) {
    assertEquals(client, proxies.clientAddress(PROXY, List.of(header)));
  }

  @Test
  void severalHeadersAreOneList() {
    assertEquals(
        CLIENT, proxies.clientAddress(PROXY, List.of("1.1.1.1", CLIENT, "10.0.0.2, 10.0.0.3")));
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9:4711, 203.0.113.9",
    "[2001:db8::7]:4711, 2001:db8:0:0:0:0:0:7",
    "[2001:db8::7], 2001:db8:0:0:0:0:0:7",
    "2001:db8::7, 2001:db8:0:0:0:0:0:7",
    "::ffff:203.0.113.9, 203.0.113.9",
    "[::ffff:10.0.0.1]:80, 10.0.0.1",
  })
  void portsAndBracketsAreUnderstood(String entry, String client) {
    assertEquals(client, proxies.clientAddress(PROXY, List.of(entry)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "unknown",
        "_hidden",
        "localhost",
        "203.0.113.9,",
        "203.0.113.9:",
        "203.0.113.9:port",
        "203.0.113.9:999999",
        "203.0.113",
        "203.0.113.256",
        "0203.0.113.9",
        "[2001:db8::7",
        "2001:db8::7]",
        "[2001:db8::7]x",
        "[203.0.113.9]",
        "[]",
        "[]:1",
        "fe80::1%eth0",
        "\"203.0.113.9\"",
        "for=203.0.113.9",
        "203.0.113.9 10.0.0.1",
        "1",
        "::1::2",
        "٢٠٣.0.113.9",
        "203.0.113.9\u0000"
      })
  void whatCannotBeUnderstoodLeavesThePeer(String header) {
    assertEquals(PROXY, proxies.clientAddress(PROXY, List.of(header)));
  }

  @Test
  void aListIsReadOnlyAsFarAsProxiesCanReach() {
    String thousand = String.join(",", Collections.nCopies(1000, "10.0.0.2"));
    assertEquals(PROXY, proxies.clientAddress(PROXY, List.of(CLIENT + "," + thousand)));
    assertEquals(CLIENT, proxies.clientAddress(PROXY, List.of(thousand + "," + CLIENT)));
    String longest = ",10.0.0.2".repeat(TrustedProxies.MOST_PROXIES - 1);
    assertEquals(CLIENT, proxies.clientAddress(PROXY, List.of(CLIENT + longest)));
    assertEquals(PROXY, proxies.clientAddress(PROXY, List.of(CLIENT + longest + ",10.0.0.2")));
  }

  private static final TrustedProxies WRITING =
      new TrustedProxies(List.of(AddressRange.parse("10.0.0.0/8")), true);

  @Test
  void realIpComesFirstWhereTheProxiesWriteIt() {
    assertEquals(CLIENT, WRITING.clientAddress(PROXY, List.of(CLIENT), List.of("192.0.2.1")));
    assertEquals(
        "2001:db8:0:0:0:0:0:7", WRITING.clientAddress(PROXY, List.of(" 2001:db8::7 "), List.of()));
    assertEquals("192.0.2.1", WRITING.clientAddress(PROXY, List.of(), List.of("192.0.2.1")));
  }

  @Test
  void realIpOfAnybodyElseIsNotHeard() {
    assertEquals("192.0.2.7", WRITING.clientAddress("192.0.2.7", List.of(CLIENT), List.of()));
    assertEquals(PROXY, proxies.clientAddress(PROXY, List.of(CLIENT), List.of()));
    assertEquals("192.0.2.1", proxies.clientAddress(PROXY, List.of(CLIENT), List.of("192.0.2.1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "203.0.113.9, 192.0.2.1", "203.0.113.9:80", "0x7f.1"})
  void aRealIpThatIsNoAddressLeavesThePeer(String header) {
    assertEquals(PROXY, WRITING.clientAddress(PROXY, List.of(header), List.of(CLIENT)));
    assertEquals(PROXY, WRITING.clientAddress(PROXY, List.of(CLIENT, header), List.of(CLIENT)));
  }
}
