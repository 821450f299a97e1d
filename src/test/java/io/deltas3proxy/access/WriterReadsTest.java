package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.AccessDecision.Allowed;
import io.deltas3proxy.access.AccessDecision.Forbidden;
import io.deltas3proxy.access.AccessDecision.Missing;
import io.deltas3proxy.access.AccessDecision.Unknowable;
import io.deltas3proxy.delta.TableUnavailableException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What writers and maintainers see of objects that no log names. */
class WriterReadsTest extends WritersFixture {

  @BeforeEach
  void claim() throws Exception {
    for (String key : List.of("new.parquet", "fresh/x/1.parquet", "fresh/x/2.parquet")) {
      var unused = writing("london").claim(address(key));
    }
    var unused = writing("paris").claim(address("theirs/p.parquet"));
  }

  private void assertLists(boolean expected, String who, String... keys) throws Exception {
    ListingSight listing = access(who).listing();
    for (String key : keys) {
      boolean listed = key.endsWith("/") ? listing.listsDirectory(key) : listing.lists(key);
      assertEquals(expected, listed, who + " " + key);
    }
  }

  @Test
  void anUncommittedFileIsReadByItsWriterAndMissingForOthers() throws Exception {
    Allowed allowed = assertInstanceOf(Allowed.class, access("london").decide("new.parquet"));
    assertEquals(address("new.parquet"), allowed.address());
    assertEquals(AccessDecision.Subject.FILE, allowed.subject());
    assertEquals(ObjectKind.UNKNOWN, allowed.grounds().orElseThrow().kind());
    for (String who : List.of("reader", "whole", "janitor", "misfit", "owner")) {
      assertFalse(access(who).decide("new.parquet") instanceof Allowed, who);
    }
    assertInstanceOf(Missing.class, access("reader").decide("new.parquet"));
    assertInstanceOf(Missing.class, access("owner").decide("new.parquet"));
    assertInstanceOf(Forbidden.class, access("paris").decide("new.parquet"));
    assertInstanceOf(Forbidden.class, access("").decide("new.parquet"));
  }

  @Test
  void whoMayOnlyWriteReadsTheirUncommittedFilesAlone() throws Exception {
    assertInstanceOf(Allowed.class, access("paris").decide("theirs/p.parquet"));
    for (String key : List.of("b.parquet", "a.parquet", "nothing", "_delta_log/0.json")) {
      assertInstanceOf(Forbidden.class, access("paris").decide(key), key);
    }
    assertLists(true, "paris", "theirs/", "theirs/p.parquet");
    assertLists(false, "paris", "b.parquet", "logged/", "_delta_log/", "_delta_log/0.json", "");
  }

  @Test
  void onceACommitNamesAFileItsPartitionDecides() throws Exception {
    index.file("theirs/p.parquet", "XPAR").file("new.parquet", "XPAR");
    assertInstanceOf(Forbidden.class, access("paris").decide("theirs/p.parquet"));
    assertInstanceOf(Forbidden.class, access("london").decide("new.parquet"));
    assertLists(false, "london", "new.parquet");
    assertLists(false, "paris", "theirs/p.parquet");
    assertInstanceOf(Allowed.class, access("owner").decide("new.parquet"));
  }

  @Test
  void aFileOfOnesOwnIsReadWithoutALookAtTheLogAndOthersAfterOne() throws Exception {
    assertInstanceOf(Allowed.class, access("london").decide("new.parquet"));
    assertEquals(0, indexes.refreshes());
    indexes.onRefresh(() -> index.file("committed.parquet", "XLON"));
    assertInstanceOf(Allowed.class, access("london").decide("committed.parquet"));
    assertEquals(1, indexes.refreshes());
  }

  @Test
  void listingsShowOnesOwnFilesAndTheirDirectories() throws Exception {
    assertLists(
        true,
        "london",
        "a.parquet",
        "fresh/",
        "fresh/x/",
        "fresh/x/1.parquet",
        "fresh/x/2.parquet",
        "logged/",
        "new.parquet");
    assertLists(false, "london", "b.parquet", "orphan.parquet", "theirs/", "theirs/p.parquet");
    assertLists(false, "reader", "fresh/", "fresh/x/1.parquet", "new.parquet", "theirs/");
    assertLists(false, "london", "fresh/x/1", "fresh/x/1.parquet/", "fres/", "_delta_index/x");
  }

  @Test
  void aListingAsksForItsFilesInRuns() throws Exception {
    for (int i = 0; i < 2 * WriterListing.RUN; i++) {
      var unused = writing("london").claim(address("many/%05d".formatted(i)));
    }
    ListingSight listing = access("london").listing();
    int before = claims.reads();
    for (int i = 0; i < 2 * WriterListing.RUN; i++) {
      assertTrue(listing.lists("many/%05d".formatted(i)));
      assertFalse(listing.lists("many/%05d.orphan".formatted(i)));
    }
    assertTrue(claims.reads() - before <= 4, "asked " + (claims.reads() - before) + " times");
  }

  @Test
  void aReaderAsksForNobodysFiles() throws Exception {
    int before = claims.reads();
    assertInstanceOf(Missing.class, access("reader").decide("new.parquet"));
    assertLists(false, "reader", "new.parquet", "fresh/");
    assertEquals(before, claims.reads());
  }

  @Test
  void whoMaintainsAndReadsTheWholeTableSeesWhatIsNobodys() throws Exception {
    assertInstanceOf(Allowed.class, access("owner").decide("orphan.parquet"));
    assertLists(true, "owner", "orphan.parquet", "old/", "old/orphan.parquet", "a.parquet");
    assertLists(false, "owner", "new.parquet", "theirs/p.parquet", "fresh/x/1.parquet");
    for (String who : List.of("janitor", "whole", "keeper", "loader")) {
      assertFalse(access(who).decide("orphan.parquet") instanceof Allowed, who);
      assertLists(false, who, "orphan.parquet", "old/");
    }
    clock.advance(LASTING);
    assertInstanceOf(Allowed.class, access("owner").decide("new.parquet"));
    assertLists(true, "owner", "new.parquet", "theirs/p.parquet");
    assertInstanceOf(Allowed.class, access("london").decide("new.parquet"), "still theirs");
  }

  @Test
  void theIndexOfThePlatformAndTheLogAreNoUncommittedFiles() throws Exception {
    var unused = claims.claim("main", address("_delta_index/x"), "london");
    assertInstanceOf(Forbidden.class, access("london").decide("_delta_index/x"));
    assertInstanceOf(Forbidden.class, access("owner").decide("_delta_index/x"));
    assertLists(false, "owner", "_delta_index/x", "_delta_index/");
  }

  @Test
  void aTableWithoutALogIsEmptyForItsWritersUntilTheyFillIt() throws Exception {
    indexes.withoutLog("trades");
    assertInstanceOf(Missing.class, access("whole").decide("nothing.parquet"));
    assertInstanceOf(Allowed.class, access("london").decide("new.parquet"));
    assertLists(false, "whole", "nothing.parquet", "dir/");
    assertLists(true, "london", "new.parquet", "fresh/");
    assertInstanceOf(Unknowable.class, access("reader").decide("nothing.parquet"));
  }

  @Test
  void whatCannotBeKnownIsNoAnswer() throws Exception {
    claims.setBroken(true);
    assertInstanceOf(Unknowable.class, access("london").decide("new.parquet"));
    assertThrows(
        TableUnavailableException.class, () -> access("london").listing().lists("new.parquet"));
    assertThrows(
        TableUnavailableException.class, () -> access("london").listing().listsDirectory("new/"));
    assertInstanceOf(Allowed.class, access("london").decide("a.parquet"));
    assertInstanceOf(Missing.class, access("reader").decide("new.parquet"));
    claims.setBroken(false);
    indexes.breakTable("trades");
    assertInstanceOf(Unknowable.class, access("london").decide("new.parquet"));
    assertThrows(
        TableUnavailableException.class, () -> access("london").listing().lists("new.parquet"));
  }

  @Test
  void aFilteredTableShowsNoUncommittedFiles() throws Exception {
    var unused = claims.claim("main", filtered.location().address("new.parquet"), "owner");
    assertInstanceOf(Missing.class, access(filtered, "owner").decide("new.parquet"));
    assertFalse(access(filtered, "owner").listing().lists("new.parquet"));
  }
}
