package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.endpoint.IncomingBody;
import io.deltas3proxy.s3.endpoint.XmlAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A request that was let pass, and its answer. */
record GatewayCall(
    HttpServletRequest request, HttpServletResponse response, Caller caller, Cleared cleared) {

  GatewayBucket bucket() {
    return cleared.bucket();
  }

  /** Whose what is stored is; empty for somebody anonymous. */
  String owner() {
    Principal principal = caller.principal();
    return principal == null ? "" : principal.user();
  }

  RequestContext context() {
    return RequestContext.of(request);
  }

  OperationNote note() {
    return OperationNote.of(request);
  }

  IncomingBody body() {
    return new IncomingBody(request);
  }

  /** An object of the bucket, as a place to write. */
  ObjectPut.Target target(String key) {
    return new ObjectPut.Target(bucket(), key, owner(), context().requestId());
  }

  void header(String name, String value) {
    response.setHeader(name, value);
  }

  /** 200 with a document. */
  void document(byte[] xml) throws IOException {
    XmlAnswer.send(request, response, xml);
  }

  /** 200 with nothing. */
  void done() {
    response.setContentLength(0);
  }

  /** 204. */
  void gone() {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
