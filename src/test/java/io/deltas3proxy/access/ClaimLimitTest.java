package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimLimitTest {

  private static final int MOST = 160;

  private long nanos;
  private int files;
  private int counts;
  private final ClaimLimit limit = new ClaimLimit(MOST, () -> nanos);

  private boolean admits(String writer) throws AccountsUnavailableException {
    return limit.admits(
        writer,
        asked -> {
          counts++;
          return asked.equals("alice") ? files : 0;
        });
  }

  private int claim() throws AccountsUnavailableException {
    int claimed = 0;
    while (admits("alice")) {
      files++;
      claimed++;
    }
    return claimed;
  }

  @Test
  void aWriterIsCountedNowAndThenAndGetsExactlyAsManyAsAllowed() throws Exception {
    assertEquals(MOST, claim());
    assertTrue(counts <= 20, () -> counts + " counts");
    assertTrue(admits("bob"));
  }

  @Test
  void whatAnotherInstanceClaimsIsSeenAfterAPartOfTheLimit() throws Exception {
    assertTrue(admits("alice"));
    files = MOST;
    int more = 0;
    while (admits("alice")) {
      more++;
    }
    assertTrue(more <= MOST / 16, more + " more");
    nanos += Duration.ofSeconds(2).toNanos();
    files = MOST - 1;
    assertEquals(1, claim());
  }

  @Test
  void whoIsAtTheLimitIsNotCountedAtEachTry() throws Exception {
    files = MOST;
    for (int i = 0; i < 50; i++) {
      assertFalse(admits("alice"));
    }
    assertEquals(1, counts);
    files = 0;
    nanos += Duration.ofSeconds(2).toNanos();
    assertTrue(admits("alice"));
  }

  @Test
  void whereCountingFailsNobodyIsAdmitted() {
    assertThrows(
        AccountsUnavailableException.class,
        () ->
            limit.admits(
                "alice",
                writer -> {
                  throw new AccountsUnavailableException("gone");
                }));
  }
}
