package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.limits.Admission;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.limits.Pass;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** One request under the limits of who sent it, which are those that S3 has for them. */
final class LimitedRequest implements AutoCloseable {

  private final Limits limits;
  private final RequestContext context;
  private final HttpServletResponse response;
  private @Nullable Pass pass;

  LimitedRequest(Limits limits, HttpServletRequest request, HttpServletResponse response) {
    this.limits = limits;
    this.context = RequestContext.of(request);
    this.response = response;
  }

  /** Lets in somebody who signed, or throws. */
  void admit(Identity caller) {
    String user = caller.principal().user();
    enter(
        caller.sessionToken() == null
            ? limits.admit(caller.accessKeyId(), user)
            : limits.admitSession(user));
  }

  /** Lets in somebody of whom the address alone is known, or throws. */
  void admitAnonymous() {
    enter(limits.admitAnonymous(context.clientAddress()));
  }

  private void enter(Admission admission) {
    switch (admission) {
      case Admission.Admitted(Pass admitted) -> pass = admitted;
      case Admission.Refused refused -> {
        context.limit(refused.limit().setting());
        response.setHeader("Retry-After", Long.toString(refused.retryAfterSeconds()));
        throw new StsException(StsErrorCode.THROTTLING, "Rate exceeded")
            .because("over the limit " + refused.limit().setting());
      }
    }
  }

  @Override
  public void close() {
    if (pass != null) {
      pass.end(context.bytesSent());
    }
  }
}
