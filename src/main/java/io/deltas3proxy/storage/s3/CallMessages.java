package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** Writes and signs the requests of calls. */
final class CallMessages {

  private final BucketAddressing addressing;
  private final RequestSigner signer;

  CallMessages(BucketAddressing addressing, RequestSigner signer) {
    this.addressing = addressing;
    this.signer = signer;
  }

  /** A new request, ready to be sent once. */
  HttpUriRequestBase message(StoreCall call, boolean asksFirst) throws StoreException {
    BucketAddressing.Target target = addressing.target(call.address());
    Map<String, String> signed = new TreeMap<>(call.headers());
    call.body()
        .headers()
        .forEach((name, value) -> signed.merge(name, value, (given, own) -> own + "," + given));
    Map<String, String> headers = signer.sign(call.method(), target, call.query(), signed);
    HttpUriRequestBase message =
        ReadMessages.start(
            call.method(),
            target,
            call.query().isEmpty() ? null : RequestSigner.queryString(call.query()));
    message.addHeader("Host", target.authority());
    headers.forEach(message::addHeader);
    if (call.method().startsWith("P")) {
      message.addHeader("Content-Length", Long.toString(call.body().length()));
    }
    if (asksFirst) {
      message.addHeader("Expect", "100-continue");
    }
    return message;
  }
}
