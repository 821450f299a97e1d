package io.deltas3proxy.website.visitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.http.AddressRange;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRulesTest {

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }

  @Test
  void withoutRulesEverybodyIsLetIn() {
    assertTrue(AddressRules.NONE.admit("203.0.113.9"));
    assertTrue(AddressRules.NONE.admit("unix:"));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, true",
    "192.0.2.66, false",
    "192.0.3.7, false",
    "2001:db8::7, true",
    "2001:db9::7, false",
    "::ffff:192.0.2.66, false",
    "::ffff:192.0.2.7, true",
    "unix:, false",
    "www.example.com, false"
  })
  void denyWinsAndWhatIsNotAllowedIsNotLetIn(String address, boolean admitted) {
    AddressRules rules =
        new AddressRules(ranges("192.0.2.0/24", "2001:db8::/32"), ranges("192.0.2.64/26"));
    assertEquals(admitted, rules.admit(address));
  }

  @Test
  void denyAloneLetsInAllOthers() {
    AddressRules rules = new AddressRules(List.of(), ranges("192.0.2.0/24"));
    assertTrue(rules.admit("198.51.100.1"));
    assertTrue(rules.admit("2001:db8::1"));
    assertFalse(rules.admit("192.0.2.1"));
    assertFalse(rules.admit("not an address"));
  }
}
