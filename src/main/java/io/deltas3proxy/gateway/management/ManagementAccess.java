package io.deltas3proxy.gateway.management;

import io.deltas3proxy.admin.AdminTokens;
import io.deltas3proxy.admin.Administrator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Who may manage the gateway. */
public sealed interface ManagementAccess {

  /** Who asks; empty for somebody who may not. */
  Optional<Administrator> find(HttpServletRequest request);

  /** Whoever has the bearer token of an administrator. */
  record ByToken(AdminTokens tokens) implements ManagementAccess {

    private static final String SCHEME = "Bearer ";

    @Override
    public Optional<Administrator> find(HttpServletRequest request) {
      List<String> headers = Collections.list(request.getHeaders("Authorization"));
      return headers.size() == 1 && headers.getFirst().startsWith(SCHEME)
          ? tokens.find(headers.getFirst().substring(SCHEME.length()).strip())
          : Optional.empty();
    }
  }

  /** Everybody. */
  record Open() implements ManagementAccess {

    @Override
    public Optional<Administrator> find(HttpServletRequest request) {
      return Optional.of(NOBODY);
    }
  }

  /** Who is named where nobody has to say who they are. */
  Administrator NOBODY = new Administrator("anyone");
}
