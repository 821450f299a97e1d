package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that writers have stored, or are about to, and that no commit names yet. All instances
 * share them. Every method fails with {@link AccountsUnavailableException} when the database does
 * not answer.
 *
 * <p>A writer is the name of a user, or empty for everybody anonymous.
 */
public interface UncommittedFiles {

  /** What came of the attempt to claim a file. */
  enum Claim {
    /** It is the writer's from now on. */
    NEW,
    /** It was the writer's before. */
    OWN,
    /** It is somebody else's. */
    OTHERS,
    /** The writer has as many as one may have. */
    TOO_MANY
  }

  /** Whose a file is, and since when. */
  record Owner(String writer, Instant since) {}

  /** A claimed file of a bucket. */
  record Owned(String key, Owner owner) {}

  /**
   * Keys of a bucket.
   *
   * @param store name of the store
   * @param prefix that they begin with
   * @param from the least of them, in the order of their UTF-8 bytes; empty for all
   */
  record Range(String store, String bucket, String prefix, String from) {}

  /**
   * Who deletes files.
   *
   * @param takesUntil whether also files are taken that are nobody's, and those that others have
   *     claimed up to this moment; {@code null} for the writer's own alone
   */
  record Deleter(String writer, @Nullable Instant takesUntil) {}

  /**
   * Makes a file the writer's unless it is somebody's. Of those who race exactly one gets it. With
   * {@link Claim#NEW} and {@link Claim#OWN} a use of it has begun.
   */
  Claim claim(String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException;

  /** Whose some files are; those that are nobody's are not in the answer. */
  Map<ObjectAddress, Owner> owners(String store, Collection<ObjectAddress> addresses)
      throws AccountsUnavailableException;

  /**
   * Claimed files in the order of their keys' UTF-8 bytes.
   *
   * @param writer whose they are; {@code null} for everybody's
   * @param most at least 1
   */
  List<Owned> below(Range range, @Nullable String writer, int most)
      throws AccountsUnavailableException;

  /**
   * Begins a use of a file that is the writer's: it stays theirs until all uses have ended.
   *
   * @return whether it is theirs still
   */
  boolean use(String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException;

  /**
   * Begins to delete files: a use of each that is the writer's then, after which it is taken for
   * not stored.
   *
   * @return those that may be deleted; the others are somebody else's, or not claimed any more
   */
  Set<ObjectAddress> beginDeletion(
      String store, Collection<ObjectAddress> addresses, Deleter deleter)
      throws AccountsUnavailableException;

  /**
   * Ends a use of each of some files. Where it is not known what became of a request it must not be
   * called: what was sent to a store may still come. A file without a use that is not stored is
   * nobody's from then on.
   *
   * @param stored whether something may be there now; {@code false} changes nothing of what was
   *     known
   */
  void end(String store, Collection<ObjectAddress> addresses, String writer, boolean stored)
      throws AccountsUnavailableException;

  /** Forgets those of some files that are the writer's. */
  void forget(String store, Collection<ObjectAddress> addresses, String writer)
      throws AccountsUnavailableException;

  /**
   * Forgets all files that were claimed before a moment.
   *
   * @return how many they were
   */
  int forgetOlder(Instant moment) throws AccountsUnavailableException;
}
