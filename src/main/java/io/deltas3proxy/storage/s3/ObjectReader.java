package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;

/** GET and HEAD of objects, repeated within bounds until the head of an answer is there. */
final class ObjectReader {

  private final BackendConnections connections;
  private final Retries retries;
  private final ReadMessages messages;
  private final ReadMessages others;

  /**
   * Makes a reader.
   *
   * @param messages what is asked for a caller
   * @param others what is asked where an answer to that does not say enough, or too much
   */
  ObjectReader(
      BackendConnections connections, Retries retries, ReadMessages messages, ReadMessages others) {
    this.connections = connections;
    this.retries = retries;
    this.messages = messages;
    this.others = others;
  }

  ReadHead head(ReadRequest request) throws StoreException {
    return head(request, messages);
  }

  private ReadHead head(ReadRequest request, ReadMessages asked) throws StoreException {
    Exchange exchange = send("HEAD", request, asked);
    try {
      if (request.range() == null || exchange.status() == AnswerReader.PARTIAL_CONTENT) {
        return read(exchange, request);
      }
      ReadHead whole = read(exchange, withoutRange(request));
      return ReadEvaluator.evaluate(request, whole.info());
    } finally {
      exchange.end();
    }
  }

  private static ReadRequest withoutRange(ReadRequest request) {
    return new ReadRequest(
        request.address(), null, null, request.conditions(), request.checksumMode());
  }

  S3ObjectContent get(ReadRequest request) throws StoreException {
    Exchange exchange = send("GET", request, messages);
    if (AnswerReader.isEncoded(exchange)) {
      exchange.cut();
      exchange = send("GET", request, others);
    }
    try {
      return new S3ObjectContent(exchange, read(exchange, request));
    } catch (StoreException e) {
      exchange.cut();
      throw e;
    } catch (IOException e) {
      exchange.cut();
      throw new StoreException.Unavailable("the body cannot be read", e);
    }
  }

  private ReadHead read(Exchange exchange, ReadRequest request) throws StoreException {
    if (exchange.status() == AnswerReader.NOT_MODIFIED && !AnswerReader.namesItsState(exchange)) {
      exchange.end();
      if (request.conditions().equals(ReadConditions.NONE)) {
        throw new StoreException.Unavailable("the store gave 304 without being asked for it");
      }
      return describeUnmodified(request);
    }
    return AnswerReader.read(exchange, request);
  }

  /** For servers whose 304 leaves out what it is about. */
  private ReadHead describeUnmodified(ReadRequest request) throws StoreException {
    ReadHead head = head(ReadRequest.whole(request.address()), others);
    throw new StoreException.NotModified(head.info().eTag(), head.info().lastModified());
  }

  private Exchange send(String method, ReadRequest request, ReadMessages asked)
      throws StoreException {
    Retries.Course course = retries.start();
    while (true) {
      StoreException failure;
      try {
        Exchange exchange =
            connections.send(asked.message(method, request), course.deadlineNanos());
        if (!AnswerReader.isWorthARetry(exchange.status())) {
          return exchange;
        }
        failure = AnswerReader.failure(exchange, request.address());
      } catch (StoreException e) {
        throw e;
      } catch (IOException e) {
        failure = new StoreException.Unavailable("no answer from the store", e);
      }
      if (!asked.mayRepeat() || !course.pause() || !asked.mayRepeat()) {
        throw failure;
      }
    }
  }
}
