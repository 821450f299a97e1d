package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.s3.protocol.S3Command;
import jakarta.servlet.ServletRequest;

/** What the filters found out of a request: what it asks, and who asks. */
record S3Exchange(S3Command command, Caller caller) {

  private static final String ATTRIBUTE = S3Exchange.class.getName();

  /** The exchange that the authentication filter attached. */
  static S3Exchange of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof S3Exchange exchange) {
      return exchange;
    }
    throw new IllegalStateException("the authentication filter did not run");
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
