package io.deltas3proxy.admin;

import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which administrator sent a request. A valid token passes whatever others do from the
 * same address, which may be that of a balancer: the count keeps nobody from guessing, which the
 * length of tokens does, but answers a crowd of wrong ones with less.
 */
final class Credentials {

  private static final String SCHEME = "Bearer ";

  private final AdminTokens tokens;
  private final FailedAttempts failures;

  Credentials(AdminTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.failures = new FailedAttempts(clock);
  }

  Administrator require(HttpServletRequest request) {
    String address = RequestContext.of(request).clientAddress();
    List<String> headers = Collections.list(request.getHeaders("Authorization"));
    Optional<Administrator> found = Optional.empty();
    if (headers.size() == 1 && headers.getFirst().startsWith(SCHEME)) {
      found = tokens.find(headers.getFirst().substring(SCHEME.length()).strip());
    }
    return found.orElseThrow(() -> refusal(address));
  }

  private AdminException refusal(String address) {
    if (failures.tooMany(address)) {
      return new AdminException(429, "Too many requests without a valid token: wait a minute");
    }
    failures.add(address);
    return new AdminException(401, "A valid bearer token of an administrator is needed");
  }
}
