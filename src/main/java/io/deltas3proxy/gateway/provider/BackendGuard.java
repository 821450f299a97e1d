package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.storage.StoreException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Counts the calls of one backend, and lets none through while it fails. A failure is the backend's
 * own when it did not answer, not in time, or refused the gateway itself; what a client caused (a
 * missing object, a condition, a body that breaks off or comes slowly) is none.
 */
final class BackendGuard {

  /** A call that fails as stores do. */
  @FunctionalInterface
  interface StoreWork<T> {
    T run() throws StoreException;
  }

  /** A call that reads a body of somebody else. */
  @FunctionalInterface
  interface UploadWork<T> {
    T run(WatchedBody body) throws IOException;
  }

  private final String name;
  private final CircuitBreaker breaker;
  private final AtomicInteger underWay = new AtomicInteger();
  private final LongSupplier nanoTime;
  private volatile long lastUse;

  BackendGuard(String name, BreakerSettings settings, Clock clock, LongSupplier nanoTime) {
    this.name = name;
    this.nanoTime = nanoTime;
    this.lastUse = nanoTime.getAsLong();
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.leastCalls())
                .failureRateThreshold(settings.failurePercent())
                .permittedNumberOfCallsInHalfOpenState(settings.trials())
                .waitDurationInOpenState(settings.pause())
                .clock(clock)
                .build());
  }

  <T> T call(StoreWork<T> work) throws StoreException {
    begin();
    try {
      T result = work.run();
      succeeded();
      return result;
    } catch (StoreException e) {
      failed(e, false);
      throw e;
    } catch (RuntimeException | Error e) {
      breaker.releasePermission();
      throw e;
    } finally {
      end();
    }
  }

  <T> T upload(InputStream body, UploadWork<T> work) throws IOException {
    begin();
    WatchedBody watched = new WatchedBody(body, nanoTime);
    try {
      T result = work.run(watched);
      succeeded();
      return result;
    } catch (StoreException e) {
      failed(e, watched.isToBlame());
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      breaker.releasePermission();
      throw e;
    } finally {
      end();
    }
  }

  private void begin() throws StoreException {
    if (!breaker.tryAcquirePermission()) {
      throw new StoreException.Unavailable("the backend " + name + " fails and is left alone");
    }
    opened();
  }

  /** Something of the store is used from now on, until {@link #end}. */
  void opened() {
    underWay.incrementAndGet();
  }

  void end() {
    lastUse = nanoTime.getAsLong();
    underWay.decrementAndGet();
  }

  void succeeded() {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  /** A body of the backend broke off after its head was counted as a success. */
  void bodyBroke(IOException failure) {
    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
  }

  private void failed(StoreException failure, boolean bodyToBlame) {
    if (!isOwn(failure)) {
      succeeded();
    } else if (bodyToBlame) {
      breaker.releasePermission();
    } else {
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }
  }

  /** A look at the backend that went around the breaker, which may need it to close again. */
  void looked(boolean good) {
    if (breaker.getState() == CircuitBreaker.State.CLOSED) {
      return;
    }
    if (breaker.tryAcquirePermission()) {
      if (good) {
        succeeded();
      } else {
        breaker.onError(0, TimeUnit.NANOSECONDS, new StoreException.Unavailable("look failed"));
      }
    } else if (breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
      // All trials are under way, and may be uploads that take hours: so the look decides.
      if (good) {
        breaker.transitionToClosedState();
      } else {
        breaker.transitionToOpenState();
      }
    }
  }

  /** Whether calls are let through. */
  boolean isOpenForCalls() {
    return breaker.getState() != CircuitBreaker.State.OPEN;
  }

  /** {@code closed}, {@code open} or {@code half_open}. */
  String state() {
    return breaker.getState().name().toLowerCase(Locale.ROOT);
  }

  /** Calls and bodies that are under way. */
  int underWay() {
    return underWay.get();
  }

  /** Nanoseconds since something of it was used; 0 while something is. */
  long idleNanos() {
    return underWay.get() > 0 ? 0 : nanoTime.getAsLong() - lastUse;
  }

  static boolean isOwn(StoreException failure) {
    return switch (failure) {
      case StoreException.Unavailable e -> true;
      case StoreException.Throttled e -> true;
      case StoreException.Denied e -> true;
      case StoreException.Indeterminate e -> true;
      case StoreException.NotFound e -> false;
      case StoreException.NotModified e -> false;
      case StoreException.PreconditionFailed e -> false;
      case StoreException.RangeNotSatisfiable e -> false;
      case StoreException.CallerDenied e -> false;
      case StoreException.Conflict e -> false;
      case StoreException.NoSuchUpload e -> false;
      case StoreException.Invalid e -> false;
      case StoreException.Unsupported e -> false;
    };
  }
}
