package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identity;
import jakarta.servlet.http.HttpServletRequest;

/** Says who signed a request. */
public interface CallerAuthentication {

  /**
   * Verifies the signature of a request.
   *
   * @param bodyHash SHA-256 of the body in lower-case hexadecimal digits
   * @throws StsException when nobody signed it, or nobody who may
   * @throws AccountsUnavailableException when it cannot be known
   */
  Identity authenticate(HttpServletRequest request, String bodyHash)
      throws AccountsUnavailableException;
}
