package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.util.Optional;

/** Calls a store, again within bounds where that can do no harm. */
final class CallSender {

  private static final int EXPECTATION_FAILED = 417;

  private final BackendConnections connections;
  private final Retries retries;
  private final CallMessages messages;
  private final boolean forCaller;

  /**
   * Makes a sender.
   *
   * @param forCaller whether the credentials are a caller's: what is refused is refused to them
   */
  CallSender(
      BackendConnections connections, Retries retries, CallMessages messages, boolean forCaller) {
    this.connections = connections;
    this.retries = retries;
    this.messages = messages;
    this.forCaller = forCaller;
  }

  /** Calls with a body of our own, or none. */
  StoreAnswer call(StoreCall call) throws StoreException {
    try {
      return send(call);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("no body of our own fails", e);
    }
  }

  /**
   * Calls with the body of a caller.
   *
   * @throws IOException also what reading the body throws, as it is
   */
  StoreAnswer send(StoreCall call) throws IOException {
    Retries.Course course = retries.start();
    boolean asksFirst = call.asksFirst();
    boolean mayBeDone = false;
    while (true) {
      Conversation conversation =
          new Conversation(call.body(), asksFirst, connections.times(call.kind()));
      StoreException failure;
      try {
        StoreAnswer answer =
            connections.hold(
                messages.message(call, asksFirst), conversation, course.deadlineNanos());
        if (asksFirst && isUnheard(answer, call)) {
          asksFirst = false;
          continue;
        }
        Optional<StoreException> refusal = CallFailures.of(answer, conversation.sent(), call);
        if (refusal.isEmpty() || (mayBeDone && wasDone(refusal.get(), call))) {
          return answer;
        }
        failure = refusal.get();
      } catch (IOException e) {
        if (e instanceof StoreException || call.body().hasFailed()) {
          throw e;
        }
        failure = CallFailures.ofLost(e, conversation.sent(), call);
      }
      mayBeDone |= failure instanceof StoreException.Indeterminate;
      if (!mayRepeat(failure, call) || !course.pause()) {
        throw told(mayBeDone ? unknown(failure) : failure);
      }
    }
  }

  /** That the last attempt did nothing says nothing of one before it. */
  private static StoreException unknown(StoreException failure) {
    return failure instanceof StoreException.Throttled
            || failure instanceof StoreException.Unavailable
        ? new StoreException.Indeterminate(String.valueOf(failure.getMessage()), failure)
        : failure;
  }

  private StoreException told(StoreException failure) {
    return forCaller && failure instanceof StoreException.Denied
        ? new StoreException.CallerDenied(String.valueOf(failure.getMessage()))
        : failure;
  }

  /** Some servers know no expectation: they are sent the body without asking. */
  private static boolean isUnheard(StoreAnswer answer, StoreCall call) {
    return answer.status() == EXPECTATION_FAILED && call.body().isRepeatable();
  }

  /** What an earlier attempt has ended is not there for a later one. */
  private static boolean wasDone(StoreException refusal, StoreCall call) {
    return call.method().equals("DELETE") && refusal instanceof StoreException.NoSuchUpload;
  }

  private static boolean mayRepeat(StoreException failure, StoreCall call) {
    boolean passes =
        failure instanceof StoreException.Throttled
            || failure instanceof StoreException.Unavailable;
    return switch (call.kind()) {
      case UPLOAD, LONG -> passes && call.body().isRepeatable();
      case REPEATABLE -> passes || failure instanceof StoreException.Indeterminate;
    };
  }
}
