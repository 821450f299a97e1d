package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.SignedRead;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Requests that carry the signature of a caller. The path is that of the judged address in its
 * canonical form, which is what the signature covers: whatever the caller wrote, no other object
 * can be fetched with it.
 */
final class PassedMessages implements ReadMessages {

  private final BucketAddressing addressing;
  private final SignedRead read;
  private final Clock clock;

  PassedMessages(BucketAddressing addressing, SignedRead read, Clock clock) {
    this.addressing = addressing;
    this.read = read;
    this.clock = clock;
  }

  @Override
  public HttpUriRequestBase message(String method, ReadRequest request) throws StoreException {
    if (!method.equals(read.method())) {
      throw new StoreException.CallerDenied("the caller's signature is for " + read.method());
    }
    HttpUriRequestBase message =
        ReadMessages.start(method, addressing.target(request.address()), read.query());
    ReadMessages.addRange(message, request);
    ReadMessages.addConditions(message, request.conditions());
    // What is signed replaces what says the same in other words.
    message.setHeader("Host", read.host());
    read.headers().forEach(message::setHeader);
    return message;
  }

  /** A store may take a signature for as long as it is valid, and not after. */
  @Override
  public boolean mayRepeat() {
    return clock.instant().isBefore(read.validUntil());
  }
}
