package io.deltas3proxy.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {

  private static ClientOptions parse(String line) {
    return ClientOptions.parse(line.isEmpty() ? new String[0] : line.split(" ", -1));
  }

  @Test
  void anUpstreamIsEnough() {
    ClientOptions options = parse("--upstream http://proxy.example:18080");
    assertEquals("http://proxy.example:18080", options.destinations().upstream().toString());
    assertEquals(28_080, options.listen().getPort());
    assertTrue(options.listen().getAddress().isLoopbackAddress());
    assertEquals(Duration.ofMinutes(2), options.silence());
    assertFalse(options.quiet());
  }

  @Test
  void everythingCanBeSaid() {
    ClientOptions options =
        parse(
            "--upstream=https://PROXY.example/ --listen 0.0.0.0:81 --store a.example:9000"
                + " --store *.b.example --timeout 7 --max-connections 8 --quiet");
    assertEquals("https://proxy.example", options.destinations().upstream().toString());
    assertEquals(81, options.listen().getPort());
    assertTrue(options.listen().getAddress().isAnyLocalAddress());
    assertEquals(
        List.of(new KnownStore("a.example", 9000), new KnownStore("*.b.example", 0)),
        options.destinations().stores());
    assertEquals(8, options.mostConnections());
    assertTrue(options.quiet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--upstream",
        "--upstream ftp://a",
        "--upstream a:80",
        "--upstream http://a/path",
        "--upstream http://a?q",
        "--upstream http://user@a",
        "--upstream http://a --listen x",
        "--upstream http://a --listen 99999",
        "--upstream http://a --store *",
        "--upstream http://a --store http://b",
        "--upstream http://a --timeout 0",
        "--upstream http://a --timeout soon",
        "--upstream http://a --max-connections -1",
        "--upstream http://a extra",
        "--upstream http://a --quiet=yes",
        "--upstream http://a --unknown x"
      })
  void whatCannotBeUnderstoodIsRefused(String line) {
    assertThrows(IllegalArgumentException.class, () -> parse(line));
  }

  @Test
  void aStoreIsKnownByItsWholeName() {
    KnownStore below = KnownStore.parse("*.s3.example");
    assertTrue(below.is(Origin.of(URI.create("https://bucket.s3.example"))));
    assertFalse(below.is(Origin.of(URI.create("https://s3.example"))));
    assertFalse(below.is(Origin.of(URI.create("https://evils3.example"))));
    KnownStore one = KnownStore.parse("[::1]:9000");
    assertTrue(one.is(Origin.of(URI.create("http://[::1]:9000/k"))));
    assertFalse(one.is(Origin.of(URI.create("http://[::1]:9001/k"))));
  }
}
