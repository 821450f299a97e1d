package io.deltas3proxy.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTokensTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00.123Z");

  private final SessionKey key = SessionKey.random();
  private final SessionTokens tokens = new SessionTokens(key, List.of());

  private static SessionClaims claims(SortedSet<String> groups) {
    return new SessionClaims(
        "corp:älice",
        groups,
        new AssumedRole("corp:analysts", "notebook-1"),
        new SessionOrigin.Provider("corp"),
        new SessionLifetime(BEGIN, BEGIN.plusSeconds(3600)));
  }

  private static SessionClaims claims() {
    return claims(new TreeSet<>(List.of("corp:analysts", "corp:everyone")));
  }

  @Test
  void whatWasSealedOpensAsItWas() throws SessionTooLargeException {
    Session begun = tokens.begin(claims());
    Session opened = tokens.open(begun.accessKeyId(), begun.token()).orElseThrow();
    assertEquals(begun, opened);
    assertEquals(claims(), opened.claims());
    assertTrue(SessionTokens.isSessionKeyId(begun.accessKeyId()), begun.accessKeyId());
    assertEquals(40, begun.secretAccessKey().length());
    assertTrue(begun.token().length() < 400, begun.token());
  }

  @Test
  void aSessionOfAKeyOpensAsOne() throws SessionTooLargeException {
    SessionClaims claims =
        new SessionClaims(
            "alice",
            new TreeSet<>(),
            new AssumedRole(AssumedRole.SELF, "cli"),
            new SessionOrigin.Key("AKIDALICE"),
            new SessionLifetime(BEGIN, BEGIN.plusSeconds(900)));
    Session begun = tokens.begin(claims);
    assertEquals(claims, tokens.open(begun.accessKeyId(), begun.token()).orElseThrow().claims());
  }

  @Test
  void twoSessionsOfTheSameClaimsShareNothing() throws SessionTooLargeException {
    Session one = tokens.begin(claims());
    Session other = tokens.begin(claims());
    assertNotEquals(one.accessKeyId(), other.accessKeyId());
    assertNotEquals(one.secretAccessKey(), other.secretAccessKey());
    assertEquals(Optional.empty(), tokens.open(one.accessKeyId(), other.token()));
  }

  @Test
  void aTokenThatIsAlteredAnywhereOpensNothing() throws SessionTooLargeException {
    Session begun = tokens.begin(claims());
    String token = begun.token();
    for (int i = 0; i < token.length(); i++) {
      for (char other : new char[] {'A', 'B', 'z', '_', '-', '=', ' ', '\u00e9'}) {
        if (token.charAt(i) != other) {
          String altered = token.substring(0, i) + other + token.substring(i + 1);
          assertEquals(Optional.empty(), tokens.open(begun.accessKeyId(), altered), altered);
        }
      }
      assertEquals(Optional.empty(), tokens.open(begun.accessKeyId(), token.substring(0, i)));
    }
    for (String longer : List.of(token + "=", token + "A", token + token, " " + token)) {
      assertEquals(Optional.empty(), tokens.open(begun.accessKeyId(), longer));
    }
  }

  @Test
  void atMostOneWayToWriteTheLastCharacterOpens() throws SessionTooLargeException {
    Session begun = tokens.begin(claims());
    String start = begun.token().substring(0, begun.token().length() - 1);
    long open =
        IntStream.range(33, 127)
            .mapToObj(c -> start + (char) c)
            .filter(token -> tokens.open(begun.accessKeyId(), token).isPresent())
            .count();
    assertEquals(1, open);
  }

  @Test
  void anotherKeyOpensNothingAndAPreviousOneStillDoes() throws SessionTooLargeException {
    Session begun = tokens.begin(claims());
    SessionKey next = SessionKey.random();
    assertEquals(
        Optional.empty(),
        new SessionTokens(next, List.of()).open(begun.accessKeyId(), begun.token()));
    SessionTokens rotated = new SessionTokens(next, List.of(SessionKey.random(), key));
    assertEquals(begun, rotated.open(begun.accessKeyId(), begun.token()).orElseThrow());
    Session later = rotated.begin(claims());
    assertEquals(Optional.empty(), tokens.open(later.accessKeyId(), later.token()));
  }

  @Test
  void moreGroupsThanATokenHoldsAreRefused() throws SessionTooLargeException {
    SortedSet<String> some = groups(60);
    Session begun = tokens.begin(claims(some));
    assertTrue(begun.token().length() <= SessionTokens.MOST_CHARACTERS);
    assertThrows(SessionTooLargeException.class, () -> tokens.begin(claims(groups(200))));
  }

  private static SortedSet<String> groups(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "corp:00000000-1111-2222-3333-%012d".formatted(i))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void nothingSecretIsPrinted() throws SessionTooLargeException {
    Session begun = tokens.begin(claims());
    assertFalse(begun.toString().contains(begun.secretAccessKey()));
    assertFalse(begun.toString().contains(begun.token()));
    assertThrows(IllegalArgumentException.class, () -> new SessionKey(new byte[16]));
  }
}
