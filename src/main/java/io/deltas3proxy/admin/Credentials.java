package io.deltas3proxy.admin;

import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds out which administrator sent a request. */
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
    if (failures.tooMany(address)) {
      throw new AdminException(429, "Too many requests without a valid token: wait a minute");
    }
    List<String> headers = Collections.list(request.getHeaders("Authorization"));
    Optional<Administrator> found = Optional.empty();
    if (headers.size() == 1 && headers.getFirst().startsWith(SCHEME)) {
      found = tokens.find(headers.getFirst().substring(SCHEME.length()).strip());
    }
    return found.orElseThrow(() -> {
      failures.add(address);
      return new AdminException(401, "A valid bearer token of an administrator is needed");
    });
  }
}
