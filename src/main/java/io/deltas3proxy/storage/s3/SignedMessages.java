package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** Requests that are signed here, each anew. */
final class SignedMessages implements ReadMessages {

  private final BucketAddressing addressing;
  private final RequestSigner signer;

  SignedMessages(BucketAddressing addressing, RequestSigner signer) {
    this.addressing = addressing;
    this.signer = signer;
  }

  @Override
  public HttpUriRequestBase message(String method, ReadRequest request) throws StoreException {
    BucketAddressing.Target target = addressing.target(request.address());
    Integer part = request.partNumber();
    Map<String, String> query = part == null ? Map.of() : Map.of("partNumber", part.toString());
    Map<String, String> signed =
        request.checksumMode() ? Map.of("x-amz-checksum-mode", "ENABLED") : Map.of();
    Map<String, String> headers = signer.sign(method, target, query, signed);
    HttpUriRequestBase message =
        ReadMessages.start(method, target, part == null ? null : "partNumber=" + part);
    headers.forEach(message::addHeader);
    ReadMessages.addRange(message, request);
    ReadMessages.addConditions(message, request.conditions());
    return message;
  }

  @Override
  public boolean mayRepeat() {
    return true;
  }
}
