package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps role sessions until shortly before their end, each for exactly one caller. Who asks for one
 * that is being made waits for it; failures are told to those who wait and kept for nobody.
 */
final class RoleSessions {

  /** For whom a session is: the same user with other groups is somebody else. */
  record Owner(String user, SortedSet<String> groups) {
    Owner {
      groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    }
  }

  /** One session. */
  record Session(StoreCredentials credentials, Instant expiresAt) {}

  /** Makes sessions; takes a bounded time. */
  interface Source {
    Session begin(Owner owner) throws StoreException;
  }

  private record Kept(StoreCredentials credentials, Instant until) {}

  /** A request that begins now must end before the session does. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final Source source;
  private final Clock clock;
  private final Duration patience;
  private final Map<Owner, Kept> kept;
  private final ConcurrentMap<Owner, CompletableFuture<StoreCredentials>> beginning =
      new ConcurrentHashMap<>();

  /**
   * Makes a cache.
   *
   * @param most sessions kept; of more the longest unused goes
   * @param patience how long somebody waits for a session that another began
   */
  RoleSessions(Source source, Clock clock, int most, Duration patience) {
    this.source = source;
    this.clock = clock;
    this.patience = patience;
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Owner, Kept> eldest) {
            return size() > most;
          }
        };
  }

  StoreCredentials of(Owner owner) throws StoreException {
    StoreCredentials known = known(owner);
    if (known != null) {
      return known;
    }
    CompletableFuture<StoreCredentials> mine = new CompletableFuture<>();
    CompletableFuture<StoreCredentials> others = beginning.putIfAbsent(owner, mine);
    return others == null ? begin(owner, mine) : await(others);
  }

  private StoreCredentials begin(Owner owner, CompletableFuture<StoreCredentials> mine)
      throws StoreException {
    try {
      // Somebody may have ended between the look and the claim.
      StoreCredentials credentials = known(owner);
      if (credentials == null) {
        Session session = source.begin(owner);
        keep(owner, session);
        credentials = session.credentials();
      }
      mine.complete(credentials);
      return credentials;
    } catch (StoreException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      // Without effect where it is complete; after anything unforeseen nobody waits in vain.
      mine.completeExceptionally(new StoreException.Unavailable("no session could be begun"));
      beginning.remove(owner, mine);
    }
  }

  private StoreCredentials await(CompletableFuture<StoreCredentials> others) throws StoreException {
    try {
      return others.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted while a session began", e);
    } catch (ExecutionException | TimeoutException e) {
      if (e.getCause() instanceof StoreException.CallerDenied denied) {
        throw new StoreException.CallerDenied(String.valueOf(denied.getMessage()));
      }
      throw new StoreException.Unavailable("a session for the caller did not begin", e);
    }
  }

  private @Nullable StoreCredentials known(Owner owner) {
    synchronized (kept) {
      Kept session = kept.get(owner);
      return session == null || !clock.instant().isBefore(session.until())
          ? null
          : session.credentials();
    }
  }

  /** One that lives shortly is given back after half of its life. */
  private void keep(Owner owner, Session session) {
    Instant now = clock.instant();
    Duration half = Duration.between(now, session.expiresAt()).dividedBy(2);
    Duration margin = half.compareTo(MARGIN) < 0 ? half : MARGIN;
    synchronized (kept) {
      kept.put(owner, new Kept(session.credentials(), session.expiresAt().minus(margin)));
    }
  }

  /** How many are kept. */
  int size() {
    synchronized (kept) {
      return kept.size();
    }
  }
}
