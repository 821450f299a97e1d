package io.deltas3proxy.website.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingLoginTest {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String BROWSER = "b".repeat(43);

  private final LoginKey key = LoginKey.random();
  private final PendingLogin begun = PendingLogin.begin(key, "docs", BROWSER, "/docs/a?b=c d", NOW);

  private Optional<String> target(LoginKey with, String site, String browser) {
    return new PendingLogin(with, site, begun.state(), browser).target(NOW);
  }

  @Test
  void theTargetComesBackForTenMinutes() {
    assertEquals(Optional.of("/docs/a?b=c d"), begun.target(NOW));
    assertEquals(Optional.of("/docs/a?b=c d"), begun.target(NOW.plusSeconds(599)));
    assertEquals(Optional.empty(), begun.target(NOW.plusSeconds(600)));
    // The clock of another instance may be behind.
    assertTrue(begun.target(NOW.minusSeconds(60)).isPresent());
    assertEquals(Optional.empty(), begun.target(NOW.minusSeconds(600)));
  }

  @Test
  void anotherSiteBrowserOrKeyDoesNotOpenIt() {
    assertTrue(target(key, "docs", BROWSER).isPresent());
    assertEquals(Optional.empty(), target(key, "other", BROWSER));
    assertEquals(Optional.empty(), target(key, "docs", "c".repeat(43)));
    assertEquals(Optional.empty(), target(LoginKey.random(), "docs", BROWSER));
  }

  @Test
  void verifierAndNonceAreItsOwn() {
    PendingLogin again = new PendingLogin(key, "docs", begun.state(), BROWSER);
    assertEquals(begun.verifier(), again.verifier());
    assertEquals(begun.nonce(), again.nonce());
    assertNotEquals(begun.verifier(), begun.nonce());
    assertTrue(begun.verifier().matches("[A-Za-z0-9_-]{43}"), begun.verifier());
    PendingLogin other = PendingLogin.begin(key, "docs", BROWSER, "/docs/a?b=c d", NOW);
    assertNotEquals(begun.state(), other.state());
    assertNotEquals(begun.verifier(), other.verifier());
  }
}
