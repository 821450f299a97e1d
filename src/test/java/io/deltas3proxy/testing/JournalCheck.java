package io.deltas3proxy.testing;

import io.deltas3proxy.testing.GatewayInventory.Seen;
import io.deltas3proxy.testing.GatewayInventory.Stored;
import io.deltas3proxy.testing.WriteJournal.Answer;
import io.deltas3proxy.testing.WriteJournal.Attempt;
import io.deltas3proxy.testing.WriteJournal.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds what is there, once all is healed, against what clients have noted. */
public final class JournalCheck {

  /** Ways in which a gateway may fail its clients. */
  public enum Fault {
    /** An acknowledged version, or one of the replicas that it needs, is not there. */
    LOST,
    /** Bytes are not those that were sent. */
    TORN,
    /** Something is there that nobody sent, that was refused, or that no version names. */
    PHANTOM,
    /** What was deleted is there. */
    RESURRECTED,
    /** Bytes are where they may not be. */
    MISPLACED
  }

  private final WriteJournal journal;
  private final GatewayInventory inventory;
  private final Map<Fault, List<String>> found = new TreeMap<>();
  private final Map<String, Attempt> acknowledged = new HashMap<>();
  private final Map<String, Attempt> unknown = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> erased = new HashSet<>();
  private final Set<String> perhapsErased = new HashSet<>();

  private JournalCheck(WriteJournal journal, GatewayInventory inventory) {
    this.journal = journal;
    this.inventory = inventory;
  }

  /** All faults; none of a kind is no entry. */
  public static Map<Fault, List<String>> of(WriteJournal journal, GatewayInventory inventory) {
    JournalCheck check = new JournalCheck(journal, inventory);
    check.read();
    check.versionsThatMustBe();
    check.versionsThatAre();
    check.latestOfEachKey();
    check.bytesOnBackends();
    return check.found;
  }

  private void add(Fault fault, String what) {
    found.computeIfAbsent(fault, none -> new ArrayList<>()).add(what);
  }

  private static String name(String bucket, String key, String version) {
    return bucket + "/" + key + "#" + version;
  }

  /** Every content is another one. */
  private static String content(Attempt attempt) {
    return attempt.bucket() + "/" + attempt.key() + " " + attempt.sha256();
  }

  private void read() {
    for (Attempt attempt : journal.attempts()) {
      Answer answer = journal.answer(attempt);
      if (attempt.kind() == Kind.ERASE) {
        String name = name(attempt.bucket(), attempt.key(), attempt.version());
        if (answer.isAcknowledged()) {
          erased.add(name);
        } else if (!answer.isRefused()) {
          perhapsErased.add(name);
        }
      } else if (answer.isAcknowledged()) {
        acknowledged.put(name(attempt.bucket(), attempt.key(), answer.version()), attempt);
      } else if (answer.isRefused()) {
        refused.add(content(attempt));
      } else {
        unknown.put(content(attempt), attempt);
      }
    }
  }

  private void versionsThatMustBe() {
    acknowledged.forEach((name, attempt) -> {
      Seen seen = inventory.versions().get(name);
      if (erased.contains(name)) {
        if (seen != null) {
          add(Fault.RESURRECTED, name);
        }
      } else if (seen == null) {
        if (!perhapsErased.contains(name)) {
          add(Fault.LOST, name + " of " + attempt);
        }
      } else if (attempt.kind() != Kind.MARK && !seen.sha256().equals(attempt.sha256())) {
        add(Fault.TORN, name + " reads " + seen.sha256() + ", not " + attempt.sha256());
      }
    });
  }

  private void versionsThatAre() {
    Set<String> once = new HashSet<>();
    inventory
        .versions()
        .forEach((name, seen) -> {
          if (seen.isMarker() || acknowledged.containsKey(name)) {
            return;
          }
          String content = seen.bucket() + "/" + seen.key() + " " + seen.sha256();
          if (refused.contains(content)) {
            add(Fault.PHANTOM, name + " was refused");
          } else if (!unknown.containsKey(content)) {
            add(Fault.TORN, name + " has bytes of no attempt: " + seen.sha256());
          } else if (!once.add(content)) {
            add(Fault.PHANTOM, name + " is there twice");
          }
        });
  }

  /**
   * The latest of a key is an acknowledged change that no other one followed, as far as clients can
   * tell, or one of which nothing is known.
   */
  private void latestOfEachKey() {
    Map<String, Set<String>> candidates = new HashMap<>();
    Set<String> open = new HashSet<>();
    Map<String, List<Attempt>> byKey = new HashMap<>();
    for (Attempt attempt : journal.attempts()) {
      byKey.computeIfAbsent(key(attempt), none -> new ArrayList<>()).add(attempt);
    }
    byKey.forEach((key, attempts) -> {
      for (Attempt attempt : attempts) {
        Answer answer = journal.answer(attempt);
        if (attempt.kind() == Kind.ERASE || !(answer.isAcknowledged() || answer.isRefused())) {
          open.add(key);
        } else if (answer.isAcknowledged()
            && attempts.stream().noneMatch(o -> follows(o, attempt))) {
          candidates
              .computeIfAbsent(key, none -> new HashSet<>())
              .add(name(attempt.bucket(), attempt.key(), answer.version()));
        }
      }
    });
    inventory
        .versions()
        .forEach((name, seen) -> {
          String key = seen.bucket() + "/" + seen.key();
          boolean wrong = seen.isLatest() && !open.contains(key) && candidates.containsKey(key);
          if (wrong && !candidates.getOrDefault(key, Set.of()).contains(name)) {
            add(seen.isMarker() ? Fault.LOST : Fault.RESURRECTED, name + " must not be the latest");
          }
        });
  }

  private static String key(Attempt attempt) {
    return attempt.bucket() + "/" + attempt.key();
  }

  private boolean follows(Attempt other, Attempt attempt) {
    return other.kind() != Kind.ERASE
        && journal.answer(other).isAcknowledged()
        && journal.isBefore(attempt, other);
  }

  private void bytesOnBackends() {
    Map<String, Integer> replicas = new HashMap<>();
    for (Stored stored : inventory.stored()) {
      Seen seen = inventory.versions().get(stored.bucket() + "/" + stored.key());
      if (!stored.allowed()) {
        add(Fault.MISPLACED, stored.toString());
      }
      if (erased.contains(stored.bucket() + "/" + stored.key())) {
        add(Fault.RESURRECTED, stored.toString());
      } else if (seen == null) {
        add(Fault.PHANTOM, stored + " is named by no version");
      } else if (!stored.sha256().equals(seen.sha256())) {
        add(Fault.TORN, stored + " is not what is read: " + seen.sha256());
      } else {
        replicas.merge(stored.bucket() + "/" + stored.key(), 1, Integer::sum);
      }
    }
    inventory
        .versions()
        .forEach((name, seen) -> {
          int wanted = seen.isMarker() ? 0 : seen.required();
          if (replicas.getOrDefault(name, 0) < wanted) {
            add(
                Fault.LOST,
                name + " has " + replicas.getOrDefault(name, 0) + " replicas: " + wanted);
          }
        });
    inventory.uploads().forEach(upload -> add(Fault.PHANTOM, "upload " + upload));
  }
}
