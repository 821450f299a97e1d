package io.deltas3proxy.website.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewerSessionTest {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private final ViewerSession session =
      new ViewerSession(
          new Viewer("corp:\"alice\" é", List.of("corp:a", "corp:b")),
          NOW.getEpochSecond(),
          NOW.getEpochSecond() + 3600);

  @Test
  void aSessionIsGoodUntilItsEndHoweverOftenItIsUsed() {
    assertTrue(session.isGood(NOW));
    assertTrue(session.isGood(NOW.plusSeconds(3599)));
    assertFalse(session.isGood(NOW.plusSeconds(3600)));
  }

  @Test
  void clocksOfInstancesMayDifferByAMinute() {
    assertTrue(session.isGood(NOW.minusSeconds(60)));
    assertFalse(session.isGood(NOW.minusSeconds(61)));
  }

  @Test
  void whatWasWrittenIsRead() {
    assertEquals(Optional.of(session), ViewerSession.read(session.text()));
    assertEquals(Optional.empty(), ViewerSession.read("{"));
  }

  @Test
  void whatIsSealedForOnePurposeOpensForNoOther() {
    LoginKey key = LoginKey.random();
    String sealed = key.seal("text", "one");
    assertEquals(Optional.of("text"), key.open(sealed, "one"));
    assertEquals(Optional.empty(), key.open(sealed, "other"));
    assertEquals(Optional.empty(), key.open(sealed + "=", "one"));
    assertEquals(Optional.empty(), key.open("", "one"));
    assertEquals(Optional.empty(), key.open("AAAA", "one"));
    assertEquals("LoginKey[hidden]", key.toString());
  }

  @Test
  void rulesNameUsersOrGroupsOrEveryone() {
    ViewerRules rules = new ViewerRules(false, Set.of("corp:alice"), Set.of("corp:staff"));
    assertTrue(rules.admit("corp:alice", List.of()));
    assertTrue(rules.admit("corp:bob", List.of("corp:x", "corp:staff")));
    assertFalse(rules.admit("corp:bob", List.of("corp:alice")));
    assertFalse(rules.admit("alice", List.of("staff")));
    assertTrue(new ViewerRules(true, Set.of(), Set.of()).admit("corp:bob", List.of()));
    assertThrows(IllegalArgumentException.class, () -> new ViewerRules(false, Set.of(), Set.of()));
  }
}
